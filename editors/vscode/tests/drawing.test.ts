import assert from 'node:assert/strict';
import { test } from 'node:test';

import type { Hunk } from '../src/diff/answers.ts';
import { amounts, columns, drawing } from '../src/diff/drawing.ts';

const at = (line: number, character: number) => ({ line, character });
const span = (a: number, b: number, c: number, d: number) => ({ start: at(a, b), end: at(c, d) });
const page = (length: number) => ({ length: () => length, columns: () => length, room: 80 });
const base = { against: 'HEAD', name: 'HEAD', kind: 'commit', path: 'a', commit: '1', otherLineEnds: '' } as const;
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
  assert.deepEqual(drawn.cuts, [at(2, 2), at(2, 20)]);
});

test('lines that went are told behind the line above them', () => {
  const drawn = drawing(found(removed), { ...page(0), length: (line) => line + 30 });
  assert.deepEqual(drawn.lines, []);
  const text = '(2\u00a0lines)\u00a0Thanks\u00a0a\u00a0lot.';
  assert.deepEqual(drawn.ghosts, [{ place: at(4, 34), text, side: 'after' }]);
});

test('lines that went beside one that changed are told as all others that went', () => {
  const gone = { kind: 'removed', range: span(3, 0, 3, 0), oldText: 'One.\nTwo.\n' } as const;
  const behind = { ...gone, range: span(2, 9, 2, 9), oldText: '\nOne.\nTwo.' };
  const text = '(2\u00a0lines)\u00a0One.';
  for (const word of [gone, behind]) {
    const { ghosts } = drawing(found({ ...changed, words: [...changed.words, word] }), page(9));
    assert.deepEqual(ghosts.at(-1), { place: at(2, 9), text, side: 'after' });
  }
});

test('a secret that went is shown in stars', () => {
  const word = { ...changed.words[0]!, oldText: 'key abc', shownText: 'key ***' };
  const lines = { ...removed, oldText: 'key abc\n', shownText: 'key ***\n' };
  const { ghosts } = drawing(found({ ...changed, words: [word] }, lines), page(9));
  assert.deepEqual(ghosts.map((each) => each.text), ['key\u00a0***', 'key\u00a0***']);
});

test('at the end of a line stands one ghost, which is short where lines wrap', () => {
  const words = [...changed.words, { ...removed, range: span(3, 0, 3, 0) }];
  const text = 'kind\u00a0of\u00a0·\u00a0(2\u00a0lines)\u00a0Thanks\u00a0a\u00a0lot.';
  assert.deepEqual(drawing(found({ ...changed, words }), page(79)).ghosts, [{ place: at(2, 79), text, side: 'after' }]);
  const long = { ...removed, oldText: 'word '.repeat(30) };
  const length = (room: number) => drawing(found(long), { ...page(9), room }).ghosts[0]?.text.length;
  assert.deepEqual([length(80), length(Infinity)], [40, 100]);
});

test('letters that are two columns wide fill a line sooner', () => {
  assert.equal(columns('日本語 🌿'), 9);
});

test('lines that went from the beginning are told before the first line', () => {
  const first = { ...removed, range: span(0, 0, 0, 0) };
  assert.deepEqual(drawing(found(first), page(3)).ghosts[0]?.side, 'before');
});

test('a long text that went is cut between characters', () => {
  const words = [{ ...changed.words[0]!, oldText: '🌿'.repeat(100) }];
  const [ghost] = drawing(found({ ...changed, words }), { ...page(9), room: Infinity }).ghosts;
  assert.equal(ghost?.text, `${'🌿'.repeat(59)}…`);
});

test('of many lines that were replaced it is told how many', () => {
  const words = [{ ...changed.words[0]!, oldText: 'A long line of words.\n'.repeat(9) }];
  const [ghost] = drawing(found({ ...changed, words }), page(9)).ghosts;
  assert.match(ghost?.text ?? '', /^\(9\u00a0lines\)\u00a0A\u00a0long.*…$/);
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
