import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { test } from 'node:test';
import { z } from 'zod';
import type { TokenHttpNeeds } from '../../src/doors/token-service/http/open-http.ts';
import document from '../../src/doors/token-service/http/openapi.json' with { type: 'json' };
import { makeTokenRoutes } from '../../src/doors/token-service/http/token-routes.ts';
import { Fault } from '../../src/kernel/fault.ts';
import { ok, refuse } from '../../src/kernel/outcome.ts';
import type { InviteUseCases } from '../../src/meetings/use-cases.ts';
import { ask } from '../support/ask.ts';
import { readOpenApi } from '../support/openapi.ts';
import { makeTestClock } from '../support/test-clock.ts';
import { GAME_TOKEN, KID, openTestTokenHttp, testCallers } from '../support/token-http.ts';

const api = readOpenApi(document);
const { paths } = api;

const ada = { displayName: 'Ada', channel: 'lobby', moderator: true, validFor: 600 };
const everyField = {
  ...{ cmd: 'jwt_token', displayName: 'Ada', email: 'ada@example.org', avatar: 'https://example.org/a.png' },
  ...{ channel: 'lobby', moderator: true, validFor: 600, validUntil: 4_000_000_000, seq: 7 },
};
const everyInviteField = { room: 'lobby', name: 'Ada', moderator: false, validUntil: 4_000_000_000, uses: 5 };

const invites: InviteUseCases = {
  invite: async ({ room }) =>
    room === 'lobby'
      ? ok({ id: 'i1', url: 'https://join.example.org/meet/abc', validUntil: 4_000_000_000 })
      : refuse('request', 'room: must be a non-empty string'),
  revokeInvitation: async (id) => id === 'i1',
  listInvitations: async () => [],
};
const broken = (error: Error): Partial<TokenHttpNeeds> => {
  const fail = () => Promise.reject(error);
  return { issue: fail, invites: { invite: fail, revokeInvitation: fail, listInvitations: fail } };
};
const doors = {
  fine: { invites },
  guestless: {},
  broken: broken(new Error('broken')),
  outOfOrder: broken(new Fault('down', { code: 'x.down', retryable: true, scope: 'channel' })),
  slow: { invites, callers: testCallers(1) },
} satisfies Record<string, Partial<TokenHttpNeeds>>;

interface Try {
  readonly door?: keyof typeof doors;
  readonly status: number;
  /** As the document writes it. */
  readonly path: string;
  readonly address?: string;
  readonly method: 'get' | 'post' | 'delete' | 'put';
  readonly body?: unknown;
  readonly headers?: Readonly<Record<string, string>>;
}

const TOKENS = '/v1/meeting-tokens';
const INVITATIONS = '/v1/meeting-invitations';
const INVITATION = '/v1/meeting-invitations/{id}';
const KEYS = '/.well-known/jwks.json';
const PEM = '/asap/{file}';
const tries: readonly Try[] = [
  { status: 200, method: 'post', path: TOKENS, body: ada },
  { status: 200, method: 'post', path: TOKENS, body: { ...ada, seq: 7 } },
  { status: 400, method: 'post', path: TOKENS, body: { ...ada, channel: '', seq: 7 } },
  { status: 400, method: 'post', path: TOKENS, body: 'no JSON' },
  { status: 201, method: 'post', path: INVITATIONS, body: everyInviteField },
  { status: 400, method: 'post', path: INVITATIONS, body: {} },
  { status: 404, method: 'post', path: INVITATIONS, body: everyInviteField, door: 'guestless' },
  { status: 200, method: 'delete', path: INVITATION, address: `${INVITATIONS}/i1` },
  { status: 404, method: 'delete', path: INVITATION, address: `${INVITATIONS}/i2` },
  { status: 404, method: 'delete', path: INVITATION, address: `${INVITATIONS}/i1`, door: 'guestless' },
  { status: 200, method: 'get', path: '/v1/openapi.json' },
  { status: 200, method: 'get', path: KEYS },
  { status: 200, method: 'get', path: PEM, address: `/asap/${createHash('sha256').update(KID).digest('hex')}.pem` },
  { status: 404, method: 'get', path: PEM, address: '/asap/x.pem' },
  { status: 400, method: 'get', path: PEM, address: '/asap/%ff' },
  { status: 400, method: 'delete', path: INVITATION, address: `${INVITATIONS}/%ff` },
  ...[TOKENS, INVITATIONS].flatMap((path): Try[] => [
    { status: 413, method: 'post', path, body: `"${'x'.repeat(70_000)}"` },
    { status: 415, method: 'post', path, body: ada, headers: { 'content-type': 'text/plain' } },
  ]),
  ...[TOKENS, INVITATIONS, INVITATION].flatMap((path): Try[] => {
    const method = path === INVITATION ? 'delete' : 'post';
    const one = { method, path, address: path.replace('{id}', 'i1'), body: { ...ada, room: 'lobby' } } as const;
    return [
      { ...one, status: 401, headers: { authorization: 'Bearer nobody' } },
      { ...one, status: 500, door: 'broken' },
      { ...one, status: 503, door: 'outOfOrder' },
      ...Array.from({ length: 20 }, (): Try => ({ ...one, status: 429, door: 'slow' })),
    ];
  }),
  ...Object.keys(paths).map((path): Try => ({ status: 405, method: 'put', path })),
];

test('H4: every path, status and field of the OpenAPI document is answered so, and nothing else is', async () => {
  await using opened = new AsyncDisposableStack();
  const ports = new Map<string, number>();
  for (const [name, over] of Object.entries(doors)) ports.set(name, opened.use(await openTestTokenHttp(over)).port);

  const seen = new Set<string>();
  const fields = new Set<string>();
  await Promise.all(
    tries.map(async ({ door = 'fine', status, method, path, address = path, body, headers }) => {
      const text = typeof body === 'string' ? body : JSON.stringify(body);
      const answer = await ask(ports.get(door) ?? 0, address, {
        method: method.toUpperCase(),
        ...(text === undefined || method === 'delete' ? {} : { body: text }),
        headers: { 'content-type': 'application/json', authorization: `Bearer ${GAME_TOKEN}`, ...headers },
      });
      // Of many at once some are too many; how many depends on the moment.
      if (status === 429 && answer.status < 400) return;
      assert.equal(answer.status, status, `${method} ${address}: ${answer.body}`);
      const operations = method === 'put' ? Object.keys(paths[path] ?? {}) : [method];
      for (const operation of operations) {
        const place = `${operation} ${path} ${status}`;
        seen.add(place);
        for (const field of api.holds(operation, path, answer)) fields.add(`${place} ${field}`);
      }
    }),
  );
  assert.deepEqual([...seen].sort(), [...api.told].sort());
  for (const place of [`post ${TOKENS} 200`, `post ${TOKENS} 400`]) assert.ok(fields.has(`${place} seq`));
  assert.ok(fields.has(`post ${TOKENS} 401 token`) && !fields.has(`post ${INVITATIONS} 401 token`));
});

test('the paths and methods of the document are those of the code', () => {
  const routes = makeTokenRoutes({
    ...{ issue: () => refuse('request', ''), joinUrl: () => '', invites: undefined, publicKeys: [] },
    clock: makeTestClock(),
  });
  const ofCode = routes.map(({ method, path }) => `${method} ${path}`);
  const ofDocument = Object.entries(paths).flatMap(([path, operations]) =>
    Object.keys(operations).map((method) => `${method.toUpperCase()} ${path.replace(/\{([a-z]+)\}$/, ':$1')}`),
  );
  assert.deepEqual(ofDocument.sort(), ofCode.sort());
});

test('the fields of requests in the document are those that the use cases are handed', async () => {
  const handed: object[] = [];
  await using door = await openTestTokenHttp({
    issue: (fields) => {
      handed.push(fields);
      return refuse('request', 'no');
    },
    invites: {
      ...invites,
      invite: async (order) => {
        handed.push(order);
        return refuse('request', 'no');
      },
    },
  });
  await door.post(TOKENS, everyField);
  await door.post(INVITATIONS, everyInviteField);
  assert.deepEqual(handed, [everyField, everyInviteField]);
  const { TokenRequest, InvitationRequest } = document.components.schemas;
  assert.deepEqual(Object.keys(TokenRequest.properties).sort(), Object.keys(everyField).sort());
  assert.deepEqual(Object.keys(InvitationRequest.properties).sort(), Object.keys(everyInviteField).sort());
});

test('what the document calls a wrong request is refused, and what it calls a right one is not', async () => {
  await using door = await openTestTokenHttp();
  const { TokenRequest } = document.components.schemas;
  const { oneOf: _exclusive, ...shape } = TokenRequest;
  // The document's schemas are plain data to TypeScript.
  const isRight = z.fromJSONSchema(shape as Parameters<typeof z.fromJSONSchema>[0]);
  const variants: readonly object[] = [
    ...[ada, { ...ada, cmd: 'jwt_token' }, { ...ada, email: 'a@b.c' }, { ...ada, avatar: 'https://a.b/c' }],
    ...[
      { ...ada, displayName: '' },
      { ...ada, displayName: 'x'.repeat(257) },
      { ...ada, channel: '' },
    ],
    ...[
      { ...ada, moderator: 'true' },
      { ...ada, validFor: 0 },
      { ...ada, validFor: 1.5 },
      { ...ada, cmd: 'x' },
    ],
    ...[
      { ...ada, displayName: undefined },
      { ...ada, channel: undefined },
      { ...ada, moderator: undefined },
    ],
  ];
  for (const variant of variants) {
    const sent = JSON.parse(JSON.stringify(variant)) as object;
    const { status } = await door.post(TOKENS, sent);
    assert.equal(status === 200, isRight.safeParse(sent).success, JSON.stringify(sent));
  }
  for (const times of [{}, { validFor: 5, validUntil: 4_000_000_000 }]) {
    assert.equal((await door.post(TOKENS, { ...ada, validFor: undefined, ...times })).status, 400);
  }
});
