import assert from 'node:assert/strict';
import { test } from 'node:test';

import type { Hunk } from '../src/diff/answers.ts';
import { amounts, drawing } from '../src/diff/drawing.ts';

const at = (line: number, character: number) => ({ line, character });
const span = (a: number, b: number, c: number, d: number) => ({ start: at(a, b), end: at(c, d) });
const page = (length: number) => ({ length: () => length, room: 80 });
const base = { against: 'HEAD', name: 'HEAD', kind: 'commit', path: 'a', commit: '1' } as const;
const found = (...hunks: Hunk[]) => ({ version: 1, base, hunks });

const changed: Hunk = {
  kind: 'changed',
  range: span(2, 0, 3, 0),
  oldText: 'a kind word\n',
  addedLines: 1,
  removedLines: 1,
  words: [{ kind: 'changed', range: span(2, 2, 2, 6), oldText: 'kind of' }],
};
const removed: Hunk = {
  kind: 'removed',
  range: span(5, 0, 5, 0),
  oldText: 'Thanks a lot.\nBye.\n',
  addedLines: 0,
  removedLines: 2,
  words: [{ kind: 'removed', range: span(5, 0, 5, 0), oldText: 'Thanks a lot.\nBye.\n' }],
};

test('a changed word is marked, and what it was stands before it', () => {
  const drawn = drawing(found(changed), page(30));
  assert.deepEqual(drawn.lines, [span(2, 0, 3, 0)]);
  assert.deepEqual(drawn.words, [span(2, 2, 2, 6)]);
  assert.deepEqual(drawn.ghosts, [{ place: at(2, 2), text: 'kind\u00a0of', side: 'before' }]);
});

test('tokens are marked in the place of words where they are told', () => {
  const tokens = [{ kind: 'changed', range: span(2, 1, 2, 4), oldText: ' ki' }] as const;
  const drawn = drawing(found({ ...changed, tokens }), page(30));
  assert.deepEqual(drawn.words, [span(2, 1, 2, 4)]);
  assert.deepEqual(drawn.ghosts, [{ place: at(2, 1), text: '\u00a0ki', side: 'before' }]);
});

test('in a line that would be pushed out of sight what it was stands at its end', () => {
  const words = [...changed.words, { ...changed.words[0]!, range: span(2, 20, 2, 24), oldText: 'b' }];
  const drawn = drawing(found({ ...changed, words }), page(75));
  const text = 'kind\u00a0of\u00a0·\u00a0b';
  assert.deepEqual(drawn.ghosts, [{ place: at(2, 75), text, side: 'after' }]);
});

test('lines that went are told behind the line above them', () => {
  const drawn = drawing(found(removed), { length: (line) => line + 30, room: 80 });
  assert.deepEqual(drawn.lines, []);
  const text = 'Thanks\u00a0a\u00a0lot.\u00a0(+1\u00a0more\u00a0line)';
  assert.deepEqual(drawn.ghosts, [{ place: at(4, 34), text, side: 'after' }]);
});

test('lines that went from the beginning are told before the first line', () => {
  const first = { ...removed, range: span(0, 0, 0, 0) };
  assert.deepEqual(drawing(found(first), page(3)).ghosts[0]?.side, 'before');
});

test('a long text that went is cut between characters', () => {
  const words = [{ ...changed.words[0]!, oldText: '🌿'.repeat(100) }];
  const [ghost] = drawing(found({ ...changed, words }), page(9)).ghosts;
  assert.equal(ghost?.text, `${'🌿'.repeat(59)}…`);
});

test('blanks that went are no ghost, a line end is', () => {
  const blank = { kind: 'white-space', range: span(2, 2, 2, 2), oldText: '  ' } as const;
  const end = { ...blank, oldText: '\n' };
  const drawn = drawing(found({ ...changed, words: [blank, end] }), page(9));
  assert.deepEqual(drawn.ghosts.map((each) => each.text), ['⏎']);
});

test('what a new text adds is marked by the line alone', () => {
  const drawn = drawing(found({ ...changed, kind: 'added' }), page(9));
  assert.deepEqual([drawn.lines.length, drawn.words.length, drawn.ghosts.length], [1, 0, 0]);
});

test('lines are counted over all hunks', () => {
  assert.deepEqual(amounts(found(changed, removed)), { added: 1, removed: 3 });
});
