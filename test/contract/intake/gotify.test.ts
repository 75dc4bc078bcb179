import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import type { Answer, Ask } from '../../support/ask.ts';
import { openTestIntake, ROUTER_TOKEN, SLOW_TOKEN, type TestIntake } from '../../support/intake.ts';

describe('the door for programs that speak to Gotify', () => {
  let intake: TestIntake;
  before(async () => {
    intake = await openTestIntake();
  });
  after(() => intake[Symbol.asyncDispose]());

  const json = { 'content-type': 'application/json' };
  const keyed = { 'X-Gotify-Key': ROUTER_TOKEN, ...json };
  const post = (value: unknown, headers: Ask['headers'] = keyed, path = '/message') =>
    intake.send(path, { headers, body: typeof value === 'string' ? value : JSON.stringify(value) });
  const kept = async () => {
    const all = await intake.kept();
    assert.equal(all.length, 1);
    const [{ address, title, lines, urgency, link } = assert.fail()] = all;
    return { address, title, text: lines.join('\n'), urgency, link };
  };
  const plain = { address: 'ops@example.org', title: 'T', text: 'hi', urgency: 'normal', link: undefined };
  function error({ status, body, headers }: Answer) {
    assert.equal(headers['content-type'], 'application/json');
    const { error: name, errorCode, errorDescription } = JSON.parse(body) as Record<string, unknown>;
    assert.equal(errorCode, status);
    assert.ok(typeof errorDescription === 'string' && errorDescription !== '');
    return [status, name];
  }

  test('its command line: JSON with a key in the header, answered with a number as id and a date', async () => {
    const body = { message: 'hi', title: 'T', priority: 0, date: '0001-01-01T00:00:00Z' };
    const answer = await post(body);
    assert.deepEqual([answer.status, answer.headers['content-type']], [200, 'application/json']);
    const { id, date, ...said } = JSON.parse(answer.body) as { readonly id: number; readonly date: string };
    assert.ok(Number.isSafeInteger(id) && id >= 0);
    assert.equal(date, new Date(intake.clock.now()).toISOString());
    assert.deepEqual(said, { appid: 1, message: 'hi', title: 'T', priority: 0 });
    // A second one in the same millisecond, and without a title: that of the sender.
    const next = JSON.parse((await post({ message: 'next' })).body) as { readonly title: string };
    assert.equal(next.title, 'router1');
    assert.deepEqual(
      (await intake.kept()).map(({ title, lines, urgency }) => [title, ...lines, urgency]),
      [
        ['T', 'hi', 'normal'],
        ['', 'next', 'normal'],
      ],
    );
  });

  test('Apprise and shoutrrr: the key in a header or the query, extras with or without a content', async () => {
    const extras = { 'client::display': { contentType: 'text/markdown' } };
    const apprise = await post({ priority: 10, title: 'T', message: 'hi', extras });
    assert.deepEqual((JSON.parse(apprise.body) as { unused: unknown }).unused, ['client::display']);
    assert.deepEqual(await kept(), { ...plain, urgency: 'now' });
    const body = { message: 'hi', title: 'T', priority: 2, extras: null };
    assert.equal((await post(body, json, `/message?token=${ROUTER_TOKEN}`)).status, 200);
    assert.deepEqual(await kept(), { ...plain, urgency: 'quiet' });
    assert.equal((await post(body, json, `//message?token=${ROUTER_TOKEN}`)).status, 200);
    await kept();
    assert.equal((await post(body, { ...json, authorization: `Bearer ${ROUTER_TOKEN}` })).status, 200);
    await kept();
  });

  test('an address to click is the link', async () => {
    const extras = { 'client::notification': { click: { url: 'https://status.example/' } } };
    await post({ message: 'hi', title: 'T', priority: 5, extras });
    assert.deepEqual(await kept(), { ...plain, link: { url: 'https://status.example/', label: undefined } });
  });

  test('curl: a form or multipart, where the priority is text', async () => {
    const key = { 'X-Gotify-Key': ROUTER_TOKEN };
    const form = 'title=T&message=h%69&priority=8';
    assert.equal((await post(form, { ...key, 'content-type': 'application/x-www-form-urlencoded' })).status, 200);
    assert.deepEqual(await kept(), { ...plain, urgency: 'now' });
    const part = (name: string, value: string) =>
      `--b\r\nContent-Disposition: form-data; name="${name}"\r\n\r\n${value}\r\n`;
    const parts = `${part('title', 'T')}${part('message', 'hi')}${part('priority', '5')}--b--\r\n`;
    assert.equal((await post(parts, { ...key, 'content-type': 'multipart/form-data; boundary=b' })).status, 200);
    assert.deepEqual(await kept(), plain);
  });

  test('H14: no token and wrong ones are refused alike, and a sender over its limit is told so', async () => {
    const refused = await Promise.all(
      [json, { ...json, 'X-Gotify-Key': 'x' }, { ...json, authorization: 'Bearer x' }].map((headers) =>
        post({ message: 'hi' }, headers),
      ),
    );
    for (const answer of refused) assert.deepEqual(error(answer), [401, 'Unauthorized']);
    assert.equal(new Set(refused.map(({ body }) => body)).size, 1);
    assert.deepEqual(await intake.kept(), []);
    const slow = { ...json, 'X-Gotify-Key': SLOW_TOKEN };
    assert.equal((await post({ message: 'hi' }, slow)).status, 200);
    assert.deepEqual(error(await post({ message: 'hi' }, slow)), [429, 'Too Many Requests']);
    await intake.kept();
  });

  test('H3: what is no message is refused in the words of Gotify, and nothing of it is kept', async () => {
    const type = (name: string) => ({ ...keyed, 'content-type': name });
    const cases: readonly (readonly [unknown, Ask['headers'], number, string])[] = [
      [{}, keyed, 400, 'Bad Request'],
      [{ message: '' }, keyed, 400, 'Bad Request'],
      [{ message: 1 }, keyed, 400, 'Bad Request'],
      [{ message: '\u200b' }, keyed, 400, 'Bad Request'],
      [{ message: 'hi', priority: '5' }, keyed, 400, 'Bad Request'],
      [{ message: 'hi', priority: 1.5 }, keyed, 400, 'Bad Request'],
      [{ message: 'hi', title: [] }, keyed, 400, 'Bad Request'],
      [[], keyed, 400, 'Bad Request'],
      ['{"message":"a","message":"b"}', keyed, 400, 'Bad Request'],
      ['hi', type('text/plain'), 400, 'Bad Request'],
      ['message=%ff', type('application/x-www-form-urlencoded'), 400, 'Bad Request'],
      ['message=hi&priority=x', type('application/x-www-form-urlencoded'), 400, 'Bad Request'],
      ['nothing', type('multipart/form-data; boundary=b'), 400, 'Bad Request'],
      [{ message: 'x'.repeat(1_048_577) }, keyed, 413, 'Request Entity Too Large'],
    ];
    for (const [body, headers, status, name] of cases) {
      assert.deepEqual(error(await post(body, headers)), [status, name], JSON.stringify(body).slice(0, 60));
    }
    for (const method of ['GET', 'PUT']) {
      assert.equal((await intake.send('/message', { method, headers: keyed })).status, 405);
    }
    assert.deepEqual(await intake.kept(), []);
  });
});
