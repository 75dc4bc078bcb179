import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { readSaid, type Said } from './read-said.ts';

const said = (over: Partial<Said>): Said => ({ title: 'Disk full', text: '', urgency: undefined, ...over });

function orderOf(over: Partial<Said>) {
  const read = readSaid(said(over));
  assert.ok(read.ok, read.ok ? '' : read.detail);
  return read.value;
}

test('what a program said becomes an order', () => {
  const { order, unused } = orderOf({
    ...{ text: 'sda1\r\nsdb1', urgency: 'now', to: ['ops'], facts: [['tags', 'disk']] },
    link: { url: 'https://status.example', label: 'Status' },
  });
  assert.deepEqual(order, {
    notification: {
      ...{ title: 'Disk full', lines: ['sda1', 'sdb1'], preformatted: false, facts: [['tags', 'disk']] },
      link: { url: 'https://status.example/', label: 'Status' },
    },
    ...{ urgency: 'now', origin: undefined, to: ['ops'] },
  });
  assert.deepEqual(unused, []);
});

test('an address that cannot be a link is named as unused, and the rest is taken', () => {
  const { order, unused } = orderOf({ link: { url: 'ntfy://ops' } });
  assert.deepEqual([order.notification.link, unused], [undefined, ['link']]);
});

test('what is too long is cut with a sign that says so, never refused', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary', minLength: 1 }), fc.nat(200_000), (piece, length) => {
      const long = `x${piece.repeat(Math.ceil(length / piece.length))}`;
      const { notification } = orderOf({
        ...{ title: long, text: long, facts: [['f', long]] },
        link: { url: 'https://a.example/', label: long },
      }).order;
      assert.ok([...notification.title].length <= 500);
      assert.ok(notification.lines.join('\n').length <= 100_000);
    }),
    { numRuns: 30 },
  );
  const { notification } = orderOf({ title: 'ä'.repeat(501), text: '🎲'.repeat(60_000) }).order;
  assert.ok(notification.title.endsWith('ä…'));
  assert.ok(notification.lines.join('').endsWith('…'));
});

test('what says nothing is refused', () => {
  for (const nothing of ['', ' \n', '\u200b']) {
    const read = readSaid(said({ title: nothing, text: nothing, link: { url: 'https://a.example/' } }));
    assert.equal(!read.ok && read.refusal, 'order');
  }
});
