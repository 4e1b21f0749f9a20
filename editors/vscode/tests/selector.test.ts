import assert from 'node:assert/strict';
import { matchesGlob } from 'node:path';
import { test } from 'node:test';

import { DOCUMENTS } from '../src/selector.ts';

// Node's globs pass over hidden folders, VS Code's don't.
const shown = (path: string) => path.replaceAll('/.', '/');

function isSent(path: string): boolean {
  return DOCUMENTS.some(
    (each) => 'pattern' in each && matchesGlob(shown(path), shown(each.pattern)),
  );
}

test('the files of coding agents are sent by their names and folders', () => {
  for (const path of [
    '/w/skills/pdf/SKILL.md',
    '/w/AGENTS.md',
    '/w/CLAUDE.local.md',
    '/w/.cursor/rules/style.mdc',
    '/w/.claude/commands/git/fix.md',
    '/w/.github/agents/planner.md',
    '/w/.github/copilot-instructions.md',
    '/w/go.prompt.md',
    '/w/plugin/commands/fix.md',
  ]) {
    assert.ok(isSent(path), path);
  }
});

test('other Markdown is left alone', () => {
  for (const path of ['/w/README.md', '/w/docs/guide.md', '/w/.github/ISSUE_TEMPLATE/bug.md']) {
    assert.ok(!isSent(path), path);
  }
});
