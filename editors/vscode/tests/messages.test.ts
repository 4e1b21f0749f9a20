import { strict as assert } from 'node:assert';
import { test } from 'node:test';
import { aboutCrash, aboutFailedStart, aboutMissing, aboutSetUp } from '../src/messages.ts';

const PATH = '/opt/bin/promptwell';
const MISSING = [
  aboutMissing({ kind: 'setting', path: PATH, reason: 'there is no such program' }),
  aboutMissing({ kind: 'too-old', path: PATH, version: '0.0.1' }),
  aboutMissing({ kind: 'broken', path: PATH, reason: 'no module named jinja2' }),
  aboutFailedStart(PATH, 'it ended'),
];
const SET_UP = [
  aboutSetUp({ kind: 'no-python' }, 'linux'),
  aboutSetUp({ kind: 'python-too-old', python: '/usr/bin/python3', version: '3.8' }, 'linux'),
  aboutSetUp({ kind: 'no-venv', python: '/usr/bin/python3', reason: 'no ensurepip' }, 'linux'),
  aboutSetUp({ kind: 'not-installed', package: 'promptwell', reason: 'no network' }, 'linux'),
  aboutSetUp({ kind: 'cancelled' }, 'linux'),
];

test('what is told of a server names it', () => {
  for (const { text } of MISSING) assert(text.includes(PATH), text);
});

test('every message offers a way out', () => {
  const all = [...MISSING, ...SET_UP, aboutMissing({ kind: 'nowhere' }), aboutCrash(5)];
  for (const { text, ways } of all) assert(ways.length > 0, text);
});

test('where there is no server, the ways to get one are told', () => {
  const { text, ways } = aboutMissing({ kind: 'nowhere' });
  assert.match(text, /pip install promptwell/);
  assert.deepEqual(ways, ['Set Up', 'Open Setting']);
});

test("Debian's package is named only on Linux, and only for that problem", () => {
  const problem = { kind: 'no-venv', python: '/p', reason: 'ensurepip is not available' } as const;
  assert.match(aboutSetUp(problem, 'linux').text, /python3-venv/);
  assert.doesNotMatch(aboutSetUp(problem, 'darwin').text, /python3-venv/);
  assert.doesNotMatch(aboutSetUp({ ...problem, reason: 'disk full' }, 'linux').text, /python3-venv/);
});
