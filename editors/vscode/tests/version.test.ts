import { strict as assert } from 'node:assert';
import { test } from 'node:test';
import { isAtLeast, versionIn } from '../src/server/version.ts';

test('versions are compared by their numbers', () => {
  assert(isAtLeast('3.11.0', '3.11'));
  assert(isAtLeast('3.12', '3.11.4'));
  assert(isAtLeast('0.10.0', '0.9.9'));
  assert(!isAtLeast('3.9.18', '3.11'));
  assert(isAtLeast('1.0.0rc1', '1.0'));
});

test('a version is found in what a program prints', () => {
  assert.equal(versionIn('promptwell 0.1.0\n'), '0.1.0');
  assert.equal(versionIn('Python 3.12.1'), '3.12.1');
  assert.equal(versionIn('command not found'), undefined);
});
