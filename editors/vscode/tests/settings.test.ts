import { strict as assert } from 'node:assert';
import { test } from 'node:test';
import manifest from '../package.json' with { type: 'json' };
import { asInFiles, serverSettings, writtenSettings } from '../src/settings.ts';

test('only what the user has written is sent', () => {
  const values: Record<string, object> = {
    ignore: { defaultValue: [], workspaceValue: ['wording'] },
    select: { defaultValue: [] },
    respectGitignore: { defaultValue: true, globalValue: false },
  };
  const configuration = { inspect: (key: string) => values[key] };
  assert.deepEqual(writtenSettings(configuration, Object.keys(values)), {
    ignore: ['wording'],
    'respect-gitignore': false,
  });
});

test('tables of all scopes are put together, and the nearest scope wins', () => {
  const rules = {
    globalValue: { wording: 'off', cost: 'hint' },
    workspaceFolderValue: { wording: 'error' },
  };
  assert.deepEqual(writtenSettings({ inspect: () => rules }, ['rules']), {
    rules: { wording: 'error', cost: 'hint' },
  });
});

test('nested settings are sent as nested tables', () => {
  const configuration = { inspect: () => ({ globalValue: 'debug' }) };
  assert.deepEqual(writtenSettings(configuration, ['log.level']), { log: { level: 'debug' } });
});

test("names become those of the settings' files", () => {
  assert.equal(asInFiles('perFileIgnores'), 'per-file-ignores');
  assert.equal(asInFiles('ignore'), 'ignore');
});

test("the extension's own settings are not sent", () => {
  const names = manifest.contributes.configuration.flatMap((each) => Object.keys(each.properties));
  const sent = serverSettings(names);
  assert(sent.includes('rules') && sent.includes('log.level'));
  assert(!sent.some((name) => name.startsWith('server.') || name.startsWith('trace.')));
});
