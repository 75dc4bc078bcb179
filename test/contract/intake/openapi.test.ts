import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import fc from 'fast-check';
import { targetName } from '../../../src/config/relay-names.ts';
import { intakeDocument, intakeRoutes } from '../../../src/doors/intake/intake-routes.ts';
import { MINUTE, systemClock } from '../../../src/kernel/clock.ts';
import { Fault } from '../../../src/kernel/fault.ts';
import { makeNetworkLimit } from '../../../src/web/limiter.ts';
import { ask } from '../../support/ask.ts';
import { openTestIntake, ROUTER_TOKEN, SLOW_TOKEN, type TestIntake, WIDE_TOKEN } from '../../support/intake.ts';
import { readOpenApi } from '../../support/openapi.ts';
import { makeTestClock } from '../../support/test-clock.ts';

const api = readOpenApi(intakeDocument);
const NATIVE = '/v1/notifications';
const ONE = '/v1/notifications/{id}';

const unused = () => Promise.reject(new Error('not called'));
const routes = intakeRoutes(
  {
    ...{ senders: [], book: new Map(), clock: makeTestClock(), look: unused },
    accept: { accept: unused, acceptOrder: unused, reaches: () => false },
  },
  [],
  new AbortController().signal,
);

/** As the document writes it. */
const written = (path: string): string => path.replace(/:(\w+)/g, '{$1}').replace('/*', '/{rest}');

test('H4: the paths, methods and log-ins of the document are those of the code, but for what browsers ask with OPTIONS', () => {
  const ofCode = routes
    .filter(({ method }) => method !== 'OPTIONS')
    .map(({ method, path, open = false }) => {
      const named = open || path.includes(':key');
      return `${method} ${written(path)} ${named ? 'without' : 'with'}`;
    });
  const ofDocument = Object.entries(api.paths).flatMap(([path, operations]) =>
    Object.entries(operations).map(
      ([method, { security = [] }]) => `${method.toUpperCase()} ${path} ${security.length === 0 ? 'without' : 'with'}`,
    ),
  );
  assert.deepEqual(ofDocument.toSorted(), ofCode.toSorted());
});

test('no target can be called like the beginning of a door’s path', () => {
  const beginnings = new Set(routes.flatMap(({ path }) => path.split('/').slice(1, 2)));
  const names = [...beginnings].filter((part) => /^[a-z0-9_-]+$/.test(part) || part === '_matrix');
  assert.ok(names.includes('alertmanager') && names.includes('hooks'));
  for (const name of names) assert.equal(targetName().safeParse(name).success, false, name);
});

describe('the document of the intake, at its door', () => {
  let intake: TestIntake;
  let broken: TestIntake;
  let outOfOrder: TestIntake;
  before(async () => {
    // All its strangers come from one network.
    const guesses = makeNetworkLimit({ count: 1_000, per: MINUTE }, systemClock);
    intake = await openTestIntake(undefined, { guesses });
    broken = await openTestIntake();
    await broken.loseDatabase();
    const down = () =>
      Promise.reject(new Fault('down', { code: 'storage.unavailable', retryable: true, scope: 'channel' }));
    outOfOrder = await openTestIntake(undefined, {
      look: down,
      accept: { accept: down, acceptOrder: down, reaches: () => true },
    });
  });
  after(async () => {
    await intake?.[Symbol.asyncDispose]();
    await broken?.[Symbol.asyncDispose]();
    await outOfOrder?.[Symbol.asyncDispose]();
  });

  const json = (token: string) => ({ authorization: `Bearer ${token}`, 'content-type': 'application/json' });
  const post = (body: unknown, headers: Readonly<Record<string, string>> = {}, at = intake) =>
    ask(at.port, NATIVE, {
      method: 'POST',
      headers: { ...json(WIDE_TOKEN), ...headers },
      body: typeof body === 'string' ? body : JSON.stringify(body),
    });
  const get = (id: string, token = WIDE_TOKEN, at = intake) =>
    ask(at.port, `${NATIVE}/${id}`, { headers: { authorization: `Bearer ${token}` } });

  test("H4: every status of Porter's own paths is answered, and is what the document says", async () => {
    const seen = new Set<string>();
    const fields = new Set<string>();
    const note = (method: string, path: string, answer: Awaited<ReturnType<typeof ask>>) => {
      seen.add(`${method} ${path} ${answer.status}`);
      for (const field of api.holds(method, path, answer)) fields.add(field);
    };
    const kept = await post({ title: 'one', chatid: 5 }, { 'idempotency-key': 'k' });
    const { id } = JSON.parse(kept.body) as { readonly id: string };
    note('post', NATIVE, kept);
    note('post', NATIVE, await post({ title: 'one', chatid: 5 }, { 'idempotency-key': 'k' }));
    note('post', NATIVE, await post([{ title: 'one' }, { lines: ['two'], to: ['ops', 'night'] }]));
    for (const [body, headers] of [
      ['no JSON', {}],
      [{ title: 'x', to: ['nowhere'] }, {}],
      [{ title: 'other' }, { 'idempotency-key': 'k' }],
      [[], {}],
      [{ title: 'x' }, { 'content-type': 'text/plain' }],
      [{ title: 'x' }, { authorization: 'Bearer nobody' }],
      [{ title: 'x' }, json(SLOW_TOKEN)],
      [{ title: 'x' }, json(SLOW_TOKEN)],
    ] as const) {
      note('post', NATIVE, await post(body, headers));
    }
    for (const door of [broken, outOfOrder]) note('post', NATIVE, await post({ title: 'x' }, {}, door));
    for (const [at, token] of [
      [id, WIDE_TOKEN],
      ['unknown', WIDE_TOKEN],
      ['%ff', WIDE_TOKEN],
      [id, 'nobody'],
      [id, SLOW_TOKEN],
    ] as const) {
      note('get', ONE, await get(at, token));
    }
    for (const door of [broken, outOfOrder]) note('get', ONE, await get(id, WIDE_TOKEN, door));
    for (const path of [NATIVE, ONE, '/v1/openapi.json']) {
      const [method = ''] = Object.keys(api.paths[path] ?? {});
      note(method, path, await ask(intake.port, path.replace('{id}', id), { method: 'DELETE' }));
    }
    const served = await ask(intake.port, '/v1/openapi.json');
    note('get', '/v1/openapi.json', served);
    assert.deepEqual(JSON.parse(served.body), intakeDocument);
    assert.deepEqual([...seen].toSorted(), api.told.filter((place) => place.includes(' /v1/')).toSorted());
    for (const field of ['id', 'ids', 'repeated', 'unused', 'deliveries', 'summaries', 'detail']) {
      assert.ok(fields.has(field), field);
    }
    // Three of a sender with two targets, and one of a sender with one.
    assert.equal((await intake.kept()).length, 7);
  });

  test('H4: whatever the document calls a notification is kept, and what it does not is refused', async () => {
    const words = fc.string({
      unit: fc.constantFrom('a', 'ü', ' ', '\n', '<b>', '😀', '\0'),
      minLength: 1,
      maxLength: 20,
    });
    const order = fc.record(
      {
        title: words.map((text) => `x${text}`),
        lines: fc.oneof(words, fc.array(words, { maxLength: 4 })),
        preformatted: fc.boolean(),
        link: fc.constantFrom('https://a.example/x', { url: 'http://b.example', label: 'b' }, '', null),
        urgency: fc.constantFrom('now', 'normal', 'quiet', null),
        origin: fc.oneof(words, fc.constant(null)),
        to: fc.constantFrom('ops', ['night', 'ops'], null),
        facts: fc.dictionary(words, fc.oneof(words, fc.integer(), fc.boolean()), { maxKeys: 3 }),
        attachments: fc.json(),
      },
      { requiredKeys: ['title'] },
    );
    const wrong = fc.tuple(
      fc.constantFrom(
        'title',
        'lines',
        'preformatted',
        'link',
        'urgency',
        'origin',
        'to',
        'facts',
        'silent',
        'strange',
      ),
      fc.oneof(
        fc.jsonValue({ maxDepth: 2 }),
        fc.constantFrom('x'.repeat(2_001), Array(51).fill('ops'), Array(60).fill('')),
      ),
    );
    await fc.assert(
      fc.asyncProperty(order, wrong, async (right, [field, value]) => {
        assert.ok(api.fits('Order', right), JSON.stringify(right));
        const kept = await post(right);
        assert.equal(kept.status, 202, kept.body);
        api.holds('post', NATIVE, kept);
        const mutated = { ...right, [field]: value };
        const answer = await post(mutated);
        api.holds('post', NATIVE, answer);
        assert.ok([202, 400, 403].includes(answer.status), answer.body);
        if (answer.status === 202) assert.ok(api.fits('Order', mutated), JSON.stringify(mutated));
      }),
      { numRuns: 60 },
    );
    await intake.kept();
  });

  test('the fields of a notification in the document are those that are known', async () => {
    const { Order } = intakeDocument.components.schemas;
    for (const name of Object.keys(Order.properties)) {
      const answer = await post({ [name]: null, ...(name === 'title' ? { lines: 'x' } : { title: 'x' }) });
      assert.equal(answer.status, 202, name);
    }
    await intake.kept();
  });

  test('H4: every door that stands in for a server answers and refuses with the statuses of the document', async () => {
    const matrix = { body: 'x', msgtype: 'm.text' };
    const bodies: Readonly<Record<string, unknown>> = {
      '/alertmanager': {
        version: '4',
        groupKey: '{}',
        alerts: [{ status: 'firing', labels: { alertname: 'x' }, startsAt: '2026-11-30T11:32:44Z' }],
      },
      '/': { topic: 'ops', message: 'x' },
      '/_matrix/client/r0/rooms/{room}/send/{type}': matrix,
      '/_matrix/client/v3/rooms/{room}/send/{type}': matrix,
      '/_matrix/client/r0/rooms/{room}/send/{type}/{transaction}': matrix,
      '/_matrix/client/v3/rooms/{room}/send/{type}/{transaction}': matrix,
      '/_matrix/client/r0/login': login(),
      '/_matrix/client/v3/login': login(),
    };
    const doors = Object.entries(api.paths).filter(([path]) => !path.startsWith('/v1/'));
    assert.ok(doors.length > 30, `${doors.length}`);
    for (const [path, operations] of doors) {
      for (const [method, { responses }] of Object.entries(operations)) {
        const place = `${method} ${path}`;
        const send = (token: string) => {
          const named = {
            key: token,
            topic: 'ops',
            room: '!ops:porter',
            type: 'm.room.message',
            transaction: 't',
            rest: 'x',
          };
          const at = path.replace(/\{(\w+)\}/g, (_all, name: string) => encodeURIComponent(named[name as 'key']));
          const body = bodies[path] ?? { title: 'x', message: 'x', text: 'x' };
          return ask(intake.port, at, {
            method: method.toUpperCase(),
            headers: { ...json(token), 'x-apprise-config-id': token },
            ...(method !== 'get' && { body: JSON.stringify(body) }),
          });
        };
        const statuses = Object.keys(responses).filter((status) => status !== 'default');
        const found = new Set<string>();
        const tokens = statuses.length === 1 ? [ROUTER_TOKEN] : [ROUTER_TOKEN, 'nobody', SLOW_TOKEN, SLOW_TOKEN];
        for (const token of tokens) {
          const answer = await send(token);
          api.holds(method, path, answer);
          found.add(String(answer.status));
        }
        assert.deepEqual([...found].toSorted(), statuses.toSorted(), place);
        await intake.clock.advance(1_000);
      }
    }
  });
});

const login = () => ({
  type: 'm.login.password',
  identifier: { type: 'm.id.user', user: 'router1' },
  password: ROUTER_TOKEN,
});
