import { strict as assert } from 'node:assert';
import { test } from 'node:test';
import { findServer, type Search } from '../src/server/find.ts';
import { pretendedMachine } from './pretended-machine.ts';

const VERSION = 'promptwell 9.1.0\n';
const SEARCH: Search = {
  configured: '',
  trustedFolders: ['/repo'],
  interpreter: undefined,
  privateEnvironment: '/private/server',
};

async function origin(programs: Record<string, string>, search: Partial<Search> = {}) {
  const found = await findServer(pretendedMachine(programs), { ...SEARCH, ...search });
  return 'server' in found ? found.server.origin : found.missing.kind;
}

test('the nearest server is taken, in the order of who chose it', async () => {
  const programs: Record<string, string> = {
    '/own/promptwell': VERSION,
    '/repo/.venv/bin/promptwell': VERSION,
    '/repo/venv/bin/promptwell': VERSION,
    '/conda/bin/promptwell': VERSION,
    '/usr/bin/promptwell': VERSION,
    '/private/server/bin/promptwell': VERSION,
    '/usr/bin/python3 -P': VERSION,
  };
  const search = { interpreter: '/conda/bin/python' };
  const seen = [await origin(programs, { ...search, configured: '/own/promptwell' })];
  for (const gone of Object.keys(programs).slice(1)) {
    seen.push(await origin(programs, search));
    delete programs[gone];
  }
  assert.deepEqual(seen, [
    'setting',
    'workspace',
    'workspace',
    'interpreter',
    'path',
    'private',
    'module',
  ]);
  assert.equal(await origin(programs, search), 'nowhere');
});

test("a folder that isn't trusted is not looked into", async () => {
  const system = pretendedMachine({ '/repo/.venv/bin/promptwell': VERSION });
  const found = await findServer(system, { ...SEARCH, trustedFolders: [] });
  assert.deepEqual(found, { missing: { kind: 'nowhere' } });
  assert.deepEqual(system.ran, []);
});

test('a relative folder on PATH, which would lead into a workspace, is left out', async () => {
  const system = pretendedMachine({ 'bin/promptwell': VERSION }, ['bin', '.']);
  assert.deepEqual(await findServer(system, SEARCH), { missing: { kind: 'nowhere' } });
});

test('Python is asked for its module without what lies in the current folder', async () => {
  const system = pretendedMachine({ '/usr/bin/python3 -P': VERSION });
  const found = await findServer(system, SEARCH);
  assert('server' in found);
  assert.deepEqual(found.server.args, ['-P', '-m', 'promptwell']);
});

test('a setting that leads nowhere is told instead of being passed over', async () => {
  const programs = { '/usr/bin/promptwell': VERSION };
  const found = await findServer(pretendedMachine(programs), { ...SEARCH, configured: '/gone' });
  assert.deepEqual(found, {
    missing: { kind: 'setting', path: '/gone', reason: 'there is no such program' },
  });
});

test('a setting may name the home and the workspace folder', async () => {
  const programs = { '/home/ann/bin/promptwell': VERSION, '/repo/tools/promptwell': VERSION };
  assert.equal(await origin(programs, { configured: '~/bin/promptwell' }), 'setting');
  const inFolder = '${workspaceFolder}/tools/promptwell';
  assert.equal(await origin(programs, { configured: inFolder }), 'setting');
  const found = await findServer(pretendedMachine(programs), {
    ...SEARCH,
    configured: inFolder,
    trustedFolders: [],
  });
  assert('missing' in found);
  assert.equal(found.missing.kind, 'setting');
});

test('a server that is too old is passed over, and told where there is no other', async () => {
  const old = { '/repo/.venv/bin/promptwell': 'promptwell 0.0.9' };
  assert.equal(await origin({ ...old, '/usr/bin/promptwell': VERSION }), 'path');
  const found = await findServer(pretendedMachine(old), SEARCH);
  const path = '/repo/.venv/bin/promptwell';
  assert.deepEqual(found, { missing: { kind: 'too-old', path, version: '0.0.9' } });
});

test('a server that does not start is told with what it said', async () => {
  const output = 'Traceback ...\nModuleNotFoundError: No module named jinja2\n';
  const system = pretendedMachine({ '/usr/bin/promptwell': { code: 1, output } });
  assert.deepEqual(await findServer(system, SEARCH), {
    missing: {
      kind: 'broken',
      path: '/usr/bin/promptwell',
      reason: 'ModuleNotFoundError: No module named jinja2',
    },
  });
});

test('on Windows programs are found in Scripts and under their full names', async () => {
  const folder = 'C:\\repo';
  const program = 'C:\\repo\\.venv\\Scripts\\promptwell.exe';
  const system = pretendedMachine({ [program]: VERSION }, ['C:\\Python'], 'win32');
  const found = await findServer(system, { ...SEARCH, trustedFolders: [folder] });
  assert('server' in found);
  assert.equal(found.server.command, program);
});
