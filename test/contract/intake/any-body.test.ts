import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import fc from 'fast-check';
import { openTestIntake, ROUTER_TOKEN, type TestIntake } from '../../support/intake.ts';

let intake: TestIntake;
before(async () => {
  intake = await openTestIntake();
});
after(() => intake[Symbol.asyncDispose]());

const matrix = '/_matrix/client/v3';
const paths = [
  ...['/', '/ops', '/ops/publish', '/message', '/alertmanager', '/v1/notifications'],
  ...[`${matrix}/login`, `${matrix}/join/ops`, `${matrix}/rooms/ops/send/m.room.message`],
  ...[`/slack/${ROUTER_TOKEN}`, `/hooks/${ROUTER_TOKEN}`, `/notify/${ROUTER_TOKEN}`, '/notify'],
];

/** Names that some door reads, so that values of every type come to be read. */
const names = [
  ...['topic', 'title', 'message', 'text', 'body', 'type', 'tag', 'tags', 'priority', 'click', 'actions', 'extras'],
  ...['attachments', 'blocks', 'elements', 'fields', 'color', 'client::notification', 'url', 'groupKey', 'alerts'],
  ...['status', 'labels', 'startsAt', 'lines', 'link', 'facts', 'to', 'urgency', 'version'],
  ...['msgtype', 'filename', 'formatted_body', 'identifier', 'user', 'password', 'token'],
];
const { value: anyValue } = fc.letrec((again) => ({
  value: fc.oneof(
    { maxDepth: 4 },
    fc.constantFrom('ops', 'hi', 'firing', 'view', 'https://a.example/', '', 5, 0, true, null),
    fc.string({ unit: 'binary' }),
    fc.double(),
    fc.array(again('value'), { maxLength: 3 }),
    fc.dictionary(fc.constantFrom(...names), again('value'), { maxKeys: 6 }),
  ),
}));
const types = [
  'application/json',
  'application/x-www-form-urlencoded',
  'multipart/form-data; boundary=b',
  'text/plain',
  '',
];

test('H4: whatever any door is sent, it answers by its rules and never fails', async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.constantFrom(...paths),
      fc.oneof(
        anyValue.map((value) => JSON.stringify(value)),
        fc.webQueryParameters(),
        fc.string({ unit: 'binary' }),
      ),
      fc.constantFrom(...types),
      fc.dictionary(
        fc.constantFrom('x-title', 'x-priority', 'x-tags', 'x-actions', 'x-click'),
        fc.stringMatching(/^[\x20-\x7e\x80-\xff]{0,40}$/),
        { maxKeys: 3 },
      ),
      async (path, body, type, extra) => {
        const headers = { ...extra, authorization: `Bearer ${ROUTER_TOKEN}`, 'X-Apprise-Config-ID': ROUTER_TOKEN };
        const answer = await intake.send(path, { headers: { ...headers, 'content-type': type }, body });
        assert.ok(answer.status < 500, `${path} ${answer.status} ${answer.body}`);
        const { length } = await intake.kept();
        assert.equal(answer.status >= 300 && length > 0, false, `${path} refused and kept`);
      },
    ),
    { numRuns: 150 },
  );
});

test('H2: a form of millions of fields is refused before it is taken apart', async () => {
  const headers = { 'content-type': 'application/x-www-form-urlencoded', 'X-Apprise-Config-ID': ROUTER_TOKEN };
  const answer = await intake.send('/notify', { headers, body: 'a&'.repeat(2_000_000) });
  assert.equal(answer.status, 400);
});
