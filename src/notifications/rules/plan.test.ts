import assert from 'node:assert/strict';
import { test } from 'node:test';
import { HOUR } from '../../kernel/clock.ts';
import { type Entry, type Manners, ringThrough, writtenAddress } from './address-book.ts';
import { readClearing } from './clearing.ts';
import type { Order } from './order.ts';
import { plan, type RouteRule, type Sender } from './plan.ts';

const at = (address: string): Entry => ({ channel: 'email', address });
const book = new Map<string, readonly Entry[]>([
  ['ops', [at('a@x'), at('b@x')]],
  ['night', [{ target: 'ops' }, at('c@x')]],
  ['secret', [at('s@x')]],
  ['loop', [{ target: 'pool' }, at('l@x')]],
  ['pool', [{ target: 'loop' }]],
]);
const fold = { merge: 600, perMinute: 120 };
const router: Sender = { name: 'router1', to: ['ops', 'night'] };
const order = (change: Partial<Order> & { readonly title?: string } = {}): Order => ({
  notification: { title: change.title ?? 'Disk full', lines: [], preformatted: false, link: undefined, facts: [] },
  urgency: undefined,
  origin: undefined,
  to: undefined,
  ...change,
});
const goesTo = (asked: Order, sender: Sender = router, routes: readonly RouteRule[] = []) => {
  const planned = plan(asked, sender, { book, routes, manners: new Map(), fold }, 0);
  return planned.ok ? planned.value.addresses.map(({ address }) => address) : planned;
};
const route = (change: Partial<RouteRule>): RouteRule => ({
  ...{ origin: undefined, urgency: undefined, text: undefined, to: ['secret'] },
  ...change,
});

test('without a word it goes to the targets of its sender, each address once', () => {
  assert.deepEqual(goesTo(order()), ['a@x', 'b@x', 'c@x']);
});

test('the targets that it names are the only ones, if the sender may reach them', () => {
  assert.deepEqual(goesTo(order({ to: ['ops'] })), ['a@x', 'b@x']);
  const closed = { ok: false, refusal: 'target', detail: 'secret' };
  assert.deepEqual(goesTo(order({ to: ['ops', 'secret'] })), closed);
  assert.deepEqual(goesTo(order({ to: ['nowhere'] })), { ...closed, detail: 'nowhere' });
  assert.deepEqual(goesTo(order({ to: ['secret'] }), { name: 'command', to: [], everywhere: true }), ['s@x']);
});

test('routes that fit by origin, urgency and text decide before the sender, and a sender without any goes nowhere', () => {
  const wide = { name: 'wide', to: ['ops', 'secret'] };
  assert.deepEqual(goesTo(order({ origin: 'nas' }), wide, [route({ origin: 'nas' })]), ['s@x']);
  assert.deepEqual(goesTo(order(), wide, [route({ origin: 'nas' })]), ['a@x', 'b@x', 's@x']);
  assert.deepEqual(goesTo(order(), wide, [route({ urgency: 'normal', text: 'DISK' })]), ['s@x']);
  const both = [route({ text: 'disk' }), route({ text: 'full', to: ['ops'] })];
  assert.deepEqual(goesTo(order(), wide, both), ['s@x', 'a@x', 'b@x']);
  assert.deepEqual(goesTo(order({ to: ['ops'] }), wide, [route({})]), ['a@x', 'b@x']);
  assert.equal((goesTo(order(), { name: 'x', to: [] }) as { readonly ok: boolean }).ok, false);
});

test('H14: no origin that a sender names leads beyond the targets that it may reach', () => {
  assert.deepEqual(goesTo(order({ origin: 'nas' }), router, [route({ origin: 'nas' })]), ['a@x', 'b@x', 'c@x']);
  assert.deepEqual(goesTo(order({ origin: 'nas' }), router, [route({ to: ['secret', 'ops'] })]), ['a@x', 'b@x']);
});

test('the sender is the origin unless another is named', () => {
  const originOf = (asked: Order) => {
    const planned = plan(asked, router, { book, routes: [], manners: new Map(), fold }, 0);
    return planned.ok && planned.value.notification.origin;
  };
  assert.deepEqual([originOf(order()), originOf(order({ origin: 'nas' }))], ['router1', 'nas']);
});

test('a ring of targets is found, and walked once where it is met', () => {
  assert.deepEqual(ringThrough(book, 'loop'), ['loop', 'pool', 'loop']);
  assert.equal(ringThrough(book, 'night'), undefined);
  assert.deepEqual(goesTo(order({ to: ['pool'] }), { name: 'x', to: ['pool'] }), ['l@x']);
});

test('an address waits for the quiet hours of the target that leads there, and those of the outer target count', () => {
  const hours = (of: string, from: string, until: string) => ({ quiet: { of, from, until, zone: 'UTC' } });
  const manners: Manners = new Map([
    ['night', hours('night', '22:00', '07:00')],
    ['ops', hours('ops', '12:00', '14:00')],
  ]);
  const heldBy = (to: readonly string[], urgency: Order['urgency'], hour: number) => {
    const planned = plan(order({ to, urgency }), router, { book, routes: [], manners, fold }, hour * HOUR);
    assert.ok(planned.ok);
    return planned.value.addresses.map(({ address, manner: { quiet } }) => `${address[0]} ${quiet?.of ?? '-'}`);
  };
  assert.deepEqual(heldBy(['night'], 'quiet', 13), ['a night', 'b night', 'c night']);
  assert.deepEqual(heldBy(['ops'], 'normal', 13), ['a ops', 'b ops']);
  // Of two ways the one counts on which it waits less at this hour.
  assert.deepEqual(heldBy(['night', 'ops'], 'normal', 13), ['a night', 'b night', 'c night']);
  assert.deepEqual(heldBy(['night', 'ops'], 'normal', 23), ['a ops', 'b ops', 'c night']);
  assert.deepEqual(heldBy(['night', 'ops'], 'now', 23), ['a -', 'b -', 'c -']);
});

test('a digest of a route counts instead of those of its targets, and what is urgent is in none', () => {
  const manners: Manners = new Map([['night', { digest: { of: 'night', every: 5 } }]]);
  const collectedBy = (digest: RouteRule['digest'], urgency?: Order['urgency']) => {
    const routes = [route({ to: ['ops', 'night'], digest })];
    const planned = plan(order({ urgency }), router, { book, routes, manners, fold }, 0);
    assert.ok(planned.ok);
    return planned.value.addresses.map(({ manner }) => (typeof manner.digest === 'object' ? manner.digest.every : 0));
  };
  assert.deepEqual(collectedBy(undefined), [0, 0, 5]);
  assert.deepEqual(collectedBy({ of: 'route 1', every: 7 }), [7, 7, 7]);
  assert.deepEqual(collectedBy({ of: 'route 1', every: 7 }, 'now'), [0, 0, 0]);
  assert.deepEqual(
    collectedBy('off'),
    ['off', 'off', 'off'].map(() => 0),
  );
});

test('the first route that says how something is folded counts, of those that it takes', () => {
  const foldOf = (asked: Order, ...rules: readonly Partial<RouteRule>[]) => {
    const routes = rules.map((rule) => route({ to: ['ops'], ...rule }));
    const planned = plan(asked, router, { book, routes, manners: new Map(), fold }, 0);
    return planned.ok && [planned.value.fold.merge, planned.value.fold.perMinute];
  };
  assert.deepEqual(foldOf(order(), {}), [600, 120]);
  assert.deepEqual(foldOf(order(), { perMinute: 10 }, { merge: 'off', perMinute: 'off' }), [undefined, 10]);
  assert.deepEqual(foldOf(order(), { text: 'other', merge: 5 }, { merge: 6 }), [6, 120]);
  assert.deepEqual(foldOf(order(), { to: ['secret'], merge: 5 }), [600, 120]);
  assert.deepEqual(foldOf(order({ to: ['ops'] }), { merge: 5 }), [600, 120]);
});

test('what a route clears is known by the titles, for each origin by itself', () => {
  const routes = [route({ to: ['ops'], clears: [readClearing('{thing} is up*', '{thing} is down*')] })];
  const incidentOf = (title: string, origin?: string) => {
    const planned = plan(order({ title, origin }), router, { book, routes, manners: new Map(), fold }, 0);
    assert.ok(planned.ok);
    return planned.value.incident;
  };
  const down = incidentOf('Nas is DOWN: no answer');
  assert.deepEqual([down?.open, down?.over], [['nas'], []]);
  const up = incidentOf('nas is up');
  assert.deepEqual([up?.name, up?.open, up?.over], [down?.name, [], ['nas']]);
  assert.equal(incidentOf('nas is slow'), undefined);
  assert.notEqual(incidentOf('nas is up', 'other')?.name, down?.name);
});

test('a route without targets leads to those of its sender, and one with an account by that account', () => {
  const pigeon = (channel: string, address: string): Entry => ({ channel, address });
  const targets = new Map<string, readonly Entry[]>([
    ['ops', [pigeon('xmpp', 'a'), pigeon('telegram', '1'), pigeon('telegram@night', '2')]],
    ['boss', [pigeon('telegram', '1'), pigeon('telegram', '9')]],
    ['both', [pigeon('telegram@alarm', '1'), pigeon('telegram', '1')]],
  ]);
  const ways = (asked: Order, ...rules: readonly Partial<RouteRule>[]) => {
    const routes = rules.map((rule) => route({ to: undefined, ...rule }));
    const sender = { name: 'router1', to: ['ops'], everywhere: true };
    const planned = plan(asked, sender, { book: targets, routes, manners: new Map(), fold }, 0);
    return planned.ok ? planned.value.addresses.map(writtenAddress) : planned;
  };
  const accounts = new Map([['telegram', 'telegram@alarm']]);
  const usual = ['xmpp:a', 'telegram:1', 'telegram@night:2'];
  assert.deepEqual(ways(order(), { origin: 'router1' }), usual);
  assert.deepEqual(ways(order(), { origin: 'router1', accounts }), ['xmpp:a', 'telegram@alarm:1', 'telegram@night:2']);
  assert.deepEqual(ways(order({ origin: 'router2' }), { origin: 'router1', accounts }), usual);
  assert.deepEqual(ways(order({ to: ['ops'] }), { origin: 'router1', accounts }), usual);
  // The first of two routes counts, and nobody reads the same twice.
  assert.deepEqual(ways(order(), { accounts }, { to: ['boss'] }), [
    ...['xmpp:a', 'telegram@alarm:1', 'telegram@night:2', 'telegram:9'],
  ]);
  assert.deepEqual(ways(order(), { to: ['both'], accounts }), ['telegram@alarm:1']);
});
