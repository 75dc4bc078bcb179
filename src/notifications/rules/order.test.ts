import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { shownOf } from '../../ports/shown.ts';
import { readOrder } from './order.ts';

const orderOf = (value: unknown) => {
  const read = readOrder(value);
  assert.ok(read.ok, read.ok ? '' : read.detail);
  return read.value.order;
};
const whyNot = (value: unknown) => {
  const read = readOrder(value);
  return read.ok ? undefined : read.detail;
};

test('our names and those of the router scripts say the same', () => {
  const ours = orderOf({ title: 'Disk full', lines: ['sda1', '98 %'], urgency: 'quiet', origin: 'r1' });
  const theirs = orderOf({ subject: 'Disk full', message: 'sda1\n98 %', silent: true, origin: 'r1' });
  assert.deepEqual(ours, theirs);
  assert.deepEqual(ours.notification.lines, ['sda1', '98 %']);
});

test('a block keeps every column where it is, also in its first line; other text loses the blanks around it', () => {
  const lines = ['', '   Size  Used', 'sda1  98%  ', '', '', '', 'sdb1', ''];
  const shown = ['   Size  Used', 'sda1  98%  ', '', '', '', 'sdb1'];
  assert.deepEqual(orderOf({ lines, preformatted: true }).notification.lines, shown);
  assert.deepEqual(orderOf({ lines }).notification.lines, ['Size  Used', 'sda1  98%', '', 'sdb1']);
  assert.equal(whyNot({ lines: [' ', '\u200b'], preformatted: true }), 'says nothing: it needs a title or lines');
});

test('every fact that is taken is shown', () => {
  const facts = Object.fromEntries(Array.from({ length: 50 }, (_, index) => [`name${index}`, index]));
  const notification = { ...orderOf({ title: 'x', facts }).notification, urgency: 'normal', origin: '' } as const;
  const shown = shownOf({ notification, show: { origin: true, symbol: true }, waited: undefined });
  assert.equal(shown.facts.length, 50);
  assert.equal(whyNot({ title: 'x', facts: { ...facts, more: 1 } }), 'facts must be at most 50');
});

test('what means nothing here is taken and named', () => {
  const read = readOrder({ message: 'x', chatid: 5, replyto: 'y' });
  assert.deepEqual(read.ok && read.value.unused, ['chatid', 'replyto']);
});

test('each wrong field has a sentence of its own', () => {
  assert.deepEqual(
    [
      [],
      { title: 7 },
      { lines: [7] },
      { title: 'a', subject: 'a' },
      { title: 'a', urgency: 'soon' },
      { title: 'a', silent: 'yes' },
      { title: 'a', link: 'javascript:alert(1)' },
      { title: 'a', link: 'https://user:pw@example.org/' },
      { title: 'a', to: [] },
      { title: 'a', colour: 'red' },
      { title: '', lines: ['\u200b'] },
      { title: 'a', facts: { size: {} } },
      { title: 'a'.repeat(501) },
      { lines: 'a'.repeat(100_001) },
    ].map(whyNot),
    [
      'must be an object',
      'title must be text',
      'lines must be text or a list of texts',
      'has both title and subject, which are the same',
      'urgency must be one of now, normal, quiet',
      'silent must be true or false',
      'link must be an address that begins with http:// or https://, without a user name, or { url, label }',
      'link must be an address that begins with http:// or https://, without a user name, or { url, label }',
      'to must name 1 to 50 targets',
      'has a field that is not known: colour',
      'says nothing: it needs a title or lines',
      'facts must be an object of texts',
      'title must have at most 500 characters',
      'lines must have at most 100000 characters together',
    ],
  );
});

test('S3: whatever is sent, what is read holds no control, bidirectional or zero-width character and no lone surrogate', () => {
  const text = fc.string({ unit: 'binary', maxLength: 200 });
  const anything = fc.record({ title: text, lines: fc.array(text, { maxLength: 5 }), origin: text });
  fc.assert(
    fc.property(anything, (value) => {
      const read = readOrder(value);
      if (!read.ok) return;
      const { order } = read.value;
      for (const part of [order.notification.title, order.origin ?? '', ...order.notification.lines]) {
        assert.ok(part.isWellFormed());
        assert.doesNotMatch(part, /[\u0000-\u0008\u000a-\u001f\u007f-\u009f\u200b\u202a-\u202e\u2066-\u2069]/);
      }
    }),
  );
});

test('H3: whatever is sent, reading neither throws nor takes anything over the caps', () => {
  fc.assert(
    fc.property(fc.anything({ withBigInt: false }), (value) => {
      const read = readOrder(value);
      if (read.ok) assert.ok(read.value.order.notification.title.length <= 1_000);
    }),
  );
});

test('H14: a label that looks like another address than the link leads to is left out, so that the address itself is shown', () => {
  const labelOf = (label: string) => {
    const read = readOrder({ title: 'x', link: { url: 'https://www.status.example/a', label } });
    return read.ok ? read.value.order.notification.link?.label : assert.fail(read.detail);
  };
  for (const honest of [
    'the status page',
    'status.example',
    'https://www.status.example/b?c',
    'Grafana: sda1 at 98 %',
    'v 1.2',
  ]) {
    assert.equal(labelOf(honest), honest);
  }
  for (const other of [
    'https://good.example',
    'good.example/login',
    'www.good.example',
    'HTTPS:good.example',
    'good.example.',
  ]) {
    assert.equal(labelOf(other), undefined, other);
  }
});
