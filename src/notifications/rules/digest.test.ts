import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { aDelivery } from '../../../test/support/deliveries.ts';
import type { Notification } from '../../ports/channel.ts';
import { type Collected, composeDigest, openAfter, stillToTell } from './digest.ts';
import type { Incident } from './incident.ts';

const words = {
  digestTitle: (count: number, since: number) => `${count} since ${since}`,
  times: (count: number) => `(${count} times)`,
  floodMore: (count: number) => `and ${count} more`,
  digestCleared: (count: number) => `${count} over`,
};
const collected = (says: Partial<Notification>, at = 5): Collected => ({
  ...{ id: 'x', at, incident: undefined },
  notification: aDelivery('', { lines: [], ...says }).notification,
});
const compose = (all: readonly Collected[], more = 0, cleared = 0) =>
  composeDigest(all, { more, cleared, now: Number.MAX_SAFE_INTEGER }, words);

const up = (thing: string, name = 'x'): { readonly incident: Incident } => ({
  incident: { name, open: [], over: [thing] },
});
const down = (thing: string, name = 'x'): { readonly incident: Incident } => ({
  incident: { name, open: [thing], over: [] },
});

test('a digest has each title with its lines in order, the same once with its number, and is as urgent as the most urgent', () => {
  const said = compose([
    collected({ title: 'Disk full', lines: ['sda1', 'sda2'], urgency: 'quiet' }, 7),
    collected({ title: 'Backup done', link: { url: 'https://x.test/', label: 'log' }, facts: [['size', '3 GB']] }),
    collected({ title: 'Disk full', lines: ['sda1', 'sda2'], urgency: 'quiet' }),
    collected({ title: '', lines: ['no title', 'below'] }),
  ]);
  assert.equal(said.title, '4 since 5');
  assert.deepEqual(said.lines, [
    ...['• Disk full (2 times)', '  sda1', '  sda2'],
    ...['• Backup done', '  size: 3 GB', '  https://x.test/'],
    ...['• no title', '  below'],
  ]);
  assert.deepEqual([said.origin, said.urgency], ['router1', 'normal']);
});

test('of several origins each is named, and what is left out is told by its number', () => {
  const said = compose([collected({ title: 'a' }), collected({ title: 'b', origin: 'nas' })], 40, 2);
  assert.deepEqual([said.title, said.origin], ['42 since 5', '']);
  assert.deepEqual(said.lines, ['• [router1] a', '• [nas] b', 'and 40 more', '2 over']);
});

test('a long one is cut at a word, and so is a long digest, behind a whole one', () => {
  const long = collected({ title: 'Log', lines: ['word '.repeat(1_000)] });
  const [, line = ''] = compose([long]).lines;
  assert.match(line, /^ {2}(?:word )+…$/);
  assert.ok(line.length < 1_010);
  const many = Array.from({ length: 90 }, (_, index) =>
    collected({ title: `n${index}`, lines: ['word '.repeat(1_000)] }),
  );
  const said = compose(many);
  assert.ok(said.lines.join('\n').length < 51_000);
  const shown = said.lines.filter((text) => text.startsWith('•')).length;
  assert.equal(said.lines.at(-1), `and ${90 - shown} more`);
});

test('down and up of one thing cancel each other; an end whose beginning was told before stays', () => {
  assert.deepEqual(stillToTell([down('a'), up('a')]), []);
  assert.deepEqual(stillToTell([up('a'), down('a')]), [up('a'), down('a')]);
  assert.deepEqual(stillToTell([down('a'), down('b'), up('a'), down('a')]), [down('b'), down('a')]);
  assert.deepEqual(stillToTell([down('a'), down('a'), up('a')]), []);
  assert.deepEqual(stillToTell([down('a'), up('a', 'y')]), [down('a'), up('a', 'y')]);
  const group = { incident: { name: 'x', open: [], over: ['a', 'b'] } };
  assert.deepEqual(stillToTell([down('a'), group]), [group]);
  assert.deepEqual(stillToTell([down('a'), down('b'), group]), []);
});

test('an end is told if an earlier digest told of the beginning, once, however often a reminder came', () => {
  const told = openAfter([], [down('a')]);
  assert.deepEqual(stillToTell([down('a'), up('a')], told), [up('a')]);
  assert.deepEqual(stillToTell([down('a'), up('a'), down('a'), up('a')], told), [up('a')]);
  assert.deepEqual(stillToTell([down('b'), up('b')], told), []);
  assert.deepEqual(stillToTell([down('a', 'y'), up('a', 'y')], told), []);
  assert.deepEqual(openAfter(told, [up('a')]), []);
  const many = Array.from({ length: 600 }, (_, index) => down(`n${index}`));
  assert.equal(openAfter(told, many).length, 500);
});

test('whatever comes and goes: what is told last of a thing is how it is, and what has no beginning or end is always told', () => {
  const event = fc.record({ thing: fc.constantFrom('a', 'b', 'c'), is: fc.constantFrom('down', 'up', 'plain') });
  fc.assert(
    fc.property(fc.array(event, { maxLength: 30 }), (events) => {
      const all = events.map(({ thing, is }, index) => {
        const incident = is === 'plain' ? undefined : (is === 'down' ? down(thing) : up(thing)).incident;
        return { incident, thing, is, index };
      });
      const kept = stillToTell(all);
      assert.deepEqual(
        kept,
        all.filter((one) => kept.includes(one)),
      );
      for (const one of all) if (one.is === 'plain') assert.ok(kept.includes(one));
      for (const thing of ['a', 'b', 'c']) {
        const lastIn = (list: readonly { readonly thing: string; readonly is: string }[]): string | undefined =>
          list.findLast((one) => one.thing === thing && one.is !== 'plain')?.is;
        const last: string | undefined = lastIn(all);
        const told: string | undefined = lastIn(kept);
        // Nothing is told only of what ended as it was before.
        if (told === undefined) assert.ok(last === undefined || last === 'up');
        else assert.equal(told, last);
      }
    }),
  );
});
