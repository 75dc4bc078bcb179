import assert from 'node:assert/strict';
import { test } from 'node:test';
import { patternProblem, readClearing } from './clearing.ts';

/** The thing in a title; undefined if it does not fit. */
const thingIn = (pattern: string, title: string) => readClearing(pattern, 'x').ends.exec(title)?.groups?.['thing'];

test('a pattern is the whole title in any case, with a name in it and perhaps anything else', () => {
  assert.equal(thingIn('{thing} is up', 'web 1 IS UP'), 'web 1');
  assert.equal(thingIn('{thing} is up', 'web 1 is up again'), undefined);
  assert.equal(thingIn('[{thing}] [✅ Up]*', '[web (1)] [✅ Up] 200 - OK'), 'web (1)');
  assert.equal(thingIn('*Netwatch: {thing} up', '✅ Netwatch: $host.* up'), '$host.*');
  assert.equal(thingIn('a.c {thing}', 'abc x'), undefined);
});

test('a pattern that names no thing, or nothing else, or could take long, is told', () => {
  assert.equal(patternProblem('{thing}: resolved'), undefined);
  assert.match(patternProblem('is up') ?? '', /must have \{thing\} in it once/);
  assert.match(patternProblem('{thing} {thing}') ?? '', /must have \{thing\} in it once/);
  assert.match(patternProblem('*{thing} up*') ?? '', /may have one \*/);
  assert.match(patternProblem('{thing} *') ?? '', /must have more in it/);
});
