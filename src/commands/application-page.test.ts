import assert from 'node:assert/strict';
import { test } from 'node:test';
import { anOrder } from '../../test/support/order.ts';
import { aWaiting } from '../../test/support/team.ts';
import { toldOrder } from '../registration/told-order.ts';
import { pageOf } from './application-page.ts';

const pageFor = (order: Parameters<typeof anOrder>[0]) => {
  const application = aWaiting({ order: anOrder(order) });
  return pageOf({ application, told: toldOrder(application.order, 'en') }, 'waiting for votes').split('\n');
};

test('the command line shows what was told: lines in the table, paragraphs below it', () => {
  const lines = pageFor({ displayName: 'Lena Ortiz', reason: 'two\nlines' });
  assert.ok(lines.some((line) => /^display name +Lena Ortiz$/.test(line)));
  assert.deepEqual(lines.slice(-3), ['reason', '  two', '  lines']);
});

test('which versions of the texts were accepted stands in the table', () => {
  const accepted = 'terms 1a2b3c4d5e6f, rules 0f9e8d7c6b5a';
  assert.ok(pageFor({ accepted }).includes(`accepted with the form  ${accepted}`));
});

test('what was not told has no line', () => {
  assert.ok(!pageFor({}).some((line) => /^(display name|reason|accepted)/.test(line)));
});
