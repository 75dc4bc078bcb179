import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import type { Answer, Ask } from '../../support/ask.ts';
import {
  openTestIntake,
  ROUTER_TOKEN,
  SECRET_TOPIC,
  SLOW_TOKEN,
  type TestIntake,
  WIDE_TOKEN,
} from '../../support/intake.ts';

const bearer = { authorization: `Bearer ${WIDE_TOKEN}` };
const basic = (text: string) => `Basic ${Buffer.from(text).toString('base64')}`;
/** UTF-8 in a header: Node's client takes one character per byte. */
const raw = (text: string) => Buffer.from(text).toString('latin1');

describe('the door for programs that speak to ntfy', () => {
  let intake: TestIntake;
  before(async () => {
    intake = await openTestIntake();
  });
  after(() => intake[Symbol.asyncDispose]());

  const send = (path: string, { headers = {}, ...asked }: Ask = {}) =>
    intake.send(path, { headers: { ...bearer, ...headers }, ...asked });
  const kept = async () => {
    const all = await intake.kept();
    assert.equal(all.length, 1);
    const [{ address, title, lines, urgency, link, facts } = assert.fail()] = all;
    return { address, title, text: lines.join('\n'), urgency, link, facts };
  };
  const plain = {
    ...{ address: 'ops@example.org', title: '', text: 'hi', urgency: 'normal' },
    ...{ link: undefined, facts: [] },
  };
  function error({ status, body, headers }: Answer) {
    assert.equal(headers['content-type'], 'application/json');
    const { code, http, error: sentence } = JSON.parse(body) as { code: number; http: number; error: string };
    assert.equal(http, status);
    assert.ok(sentence.length > 0);
    return [status, code];
  }

  test('its command line: the body is the message, everything else stands in headers, and the answer is one of ntfy', async () => {
    const answer = await send('/ops', {
      headers: {
        ...{ 'X-Title': raw('Störung 🎲'), 'X-Priority': 'urgent', 'X-Tags': 'disk,prod: eu' },
        ...{ 'X-Click': 'https://status.example/x', 'X-Markdown': 'yes', 'X-Icon': 'https://icon.example/i.png' },
      },
      body: 'sda1 at 98 %\nsdb1 too',
    });
    assert.deepEqual([answer.status, answer.headers['content-type']], [200, 'application/json']);
    const body = JSON.parse(answer.body) as { readonly id: unknown; readonly time: unknown };
    const { id, time, ...said } = body;
    assert.equal(typeof id, 'string');
    assert.ok(Number.isInteger(time));
    assert.deepEqual(said, {
      ...{ event: 'message', topic: 'ops', message: 'sda1 at 98 %\nsdb1 too', title: 'Störung 🎲', priority: 5 },
      ...{ tags: ['disk', 'prod: eu'], click: 'https://status.example/x', unused: ['icon'] },
    });
    assert.deepEqual(await kept(), {
      ...{ address: 'ops@example.org', title: 'Störung 🎲', text: 'sda1 at 98 %\nsdb1 too', urgency: 'now' },
      link: { url: 'https://status.example/x', label: undefined },
      facts: [['tags', 'disk, prod: eu']],
    });
  });

  test('a topic is the target of that name', async () => {
    assert.equal((await send('/night', { body: 'hi' })).status, 200);
    assert.deepEqual(await kept(), { ...plain, address: 'night@example.org' });
  });

  test('Apprise: JSON at the root, and what it lacks stands in headers', async () => {
    const headers = { 'Content-Type': 'application/json', 'X-Priority': 'high', 'X-Tags': 'a, b', 'X-Title': 'Header' };
    const body = JSON.stringify({ topic: 'ops', title: 'T', message: 'hi' });
    assert.equal((await send('/', { headers, body })).status, 200);
    assert.deepEqual(await kept(), { ...plain, title: 'T', urgency: 'now', facts: [['tags', 'a, b']] });
  });

  test('Apprise: a long text comes as a file without a type and is the text; beside a message a file is named as unused', async () => {
    assert.equal((await send('/ops?filename=0a1b.txt', { body: `T\n${'x'.repeat(9_000)}` })).status, 200);
    assert.equal((await kept()).text.length, 9_002);
    const answer = await send('/ops?filename=f.bin&message=m', { body: Buffer.from([0xff, 0xfe]) });
    assert.deepEqual((JSON.parse(answer.body) as { unused: unknown }).unused, ['attachment']);
    assert.equal((await kept()).text, 'm');
    assert.equal((await send('/ops', { headers: { 'X-Filename': 'f.bin' }, body: Buffer.from([0xff]) })).status, 200);
    assert.equal((await kept()).text, 'You received a file: f.bin');
  });

  test('Uptime Kuma: JSON with a number as priority and a button that opens the monitor', async () => {
    const actions = [{ action: 'view', label: 'Open', url: 'https://kuma.example/dashboard/1' }];
    const body = JSON.stringify({
      ...{ topic: 'ops', message: 'down', priority: 5, title: 'web', tags: ['prod: eu', 'red_circle'], actions },
    });
    assert.equal((await send('/', { headers: { 'content-type': 'application/json' }, body })).status, 200);
    const { urgency, link, facts } = await kept();
    assert.deepEqual(
      [urgency, link, facts],
      ['now', { url: 'https://kuma.example/dashboard/1', label: 'Open' }, [['tags', 'prod: eu, red_circle']]],
    );
  });

  test('MeshCentral: a body without a type, a title and a priority', async () => {
    assert.equal(
      (await send('/ops', { headers: { authorization: basic(`:${ROUTER_TOKEN}`) }, body: 'hi' })).status,
      200,
    );
    assert.deepEqual(await kept(), plain);
  });

  test('titles are raw UTF-8 or encoded words, and a message in a header has its line breaks written out', async () => {
    for (const title of [
      raw('Tïtle'),
      '=?UTF-8?B?VMOvdGxl?=',
      '=?utf-8?q?T=C3=AFt?= =?UTF-8?Q?le?=',
      '=?iso-8859-1?q?T=EFtle?=',
    ]) {
      await send('/ops', { headers: { Title: title }, body: 'hi' });
      assert.equal((await kept()).title, 'Tïtle');
    }
    await send('/ops', { method: 'PUT', headers: { ti: 'T', m: 'one\\ntwo', Priority: 'u=1, i' } });
    assert.deepEqual(await kept(), { ...plain, title: 'T', text: 'one\ntwo' });
  });

  test('everything can stand in the query of /publish, /send and /trigger, with GET too', async () => {
    const auth = Buffer.from(basic(`router1:${ROUTER_TOKEN}`)).toString('base64url');
    for (const path of ['publish', 'send', 'trigger']) {
      const asked = { method: 'GET', headers: { authorization: '' } };
      const answer = await send(`/ops/${path}?message=hi&title=T&p=min&auth=${auth}`, asked);
      assert.equal(answer.status, 200);
      assert.deepEqual(await kept(), { ...plain, title: 'T', urgency: 'quiet' });
    }
    assert.equal((await send('/ops/publish', { method: 'HEAD' })).status, 404);
    assert.deepEqual(await intake.kept(), []);
  });

  test('an empty body says triggered', async () => {
    assert.equal((JSON.parse((await send('/ops')).body) as { message: string }).message, 'triggered');
    assert.equal((await kept()).text, 'triggered');
    await send('/ops', { headers: { title: 'T' } });
    assert.deepEqual(await kept(), { ...plain, title: 'T', text: '' });
  });

  test('priorities are numbers or names in any case; another one is refused as ntfy does', async () => {
    for (const priority of ['High', '4', 'max']) {
      await send('/ops', { headers: { priority }, body: 'hi' });
      assert.equal((await kept()).urgency, 'now');
    }
    await send('/', { body: '{"topic":"ops","message":"hi","priority":"2"}' });
    assert.equal((await kept()).urgency, 'quiet');
    assert.deepEqual(error(await send('/ops', { headers: { priority: '6' }, body: 'hi' })), [400, 40007]);
    assert.deepEqual(error(await send('/', { body: '{"topic":"ops","priority":0.5}' })), [400, 40007]);
  });

  test('H14: no token, a wrong one and one in the wrong place are refused alike, and keep nothing', async () => {
    const refused = [];
    for (const authorization of ['', 'Bearer x', basic('router1:x'), basic(`x${ROUTER_TOKEN}:None`), 'Basic']) {
      const { status, body, headers } = await send('/ops', { headers: { authorization }, body: 'hi' });
      refused.push([status, body, headers['www-authenticate']]);
    }
    const [first] = refused;
    assert.deepEqual([first?.[0], first?.[2]], [401, 'Bearer']);
    for (const one of refused) assert.deepEqual(one, first);
    assert.deepEqual(error(await send('/ops', { headers: { authorization: 'Bearer x' } })), [401, 40101]);
    assert.deepEqual(await intake.kept(), []);
  });

  test('a sender may be known by a topic that nobody else knows, which leads to its own targets and to nothing else', async () => {
    const unknown = { headers: { authorization: '' } };
    assert.equal((await intake.send(`/${SECRET_TOPIC}`, { ...unknown, body: 'hi' })).status, 200);
    assert.deepEqual(
      (await intake.kept()).map(({ address, origin }) => [address, origin]),
      [
        ['ops@example.org', 'wide'],
        ['night@example.org', 'wide'],
      ],
    );
    const elsewhere = { authorization: `Bearer ${SECRET_TOPIC}`, 'content-type': 'application/json' };
    const refused = [
      await intake.send(`/${SECRET_TOPIC}x`, { ...unknown, body: 'hi' }),
      await intake.send('/ops', { headers: elsewhere, body: 'hi' }),
      await intake.send('/v1/notifications', { headers: elsewhere, body: '{"title":"hi"}' }),
      await intake.send(`/message?token=${SECRET_TOPIC}`, { headers: elsewhere, body: '{"message":"hi"}' }),
      await intake.send(`/notify/${SECRET_TOPIC}`, { headers: elsewhere, body: '{"body":"hi"}' }),
    ];
    assert.deepEqual(
      refused.map(({ status }) => status),
      [401, 401, 401, 401, 401],
    );
    assert.deepEqual(await intake.kept(), []);
  });

  test('H14: a target that the sender may not reach is refused as one that does not exist', async () => {
    const [others, nowhere] = [await send('/others', { body: 'hi' }), await send('/nowhere', { body: 'hi' })];
    assert.deepEqual(error(others), [403, 40301]);
    assert.deepEqual([others.status, others.body], [nowhere.status, nowhere.body]);
    assert.deepEqual(await intake.kept(), []);
  });

  test('H14: one sender over its limit is told so, and the others go on', async () => {
    const headers = { authorization: `Bearer ${SLOW_TOKEN}` };
    assert.equal((await send('/ops', { headers, body: 'hi' })).status, 200);
    const late = await send('/ops', { headers, body: 'hi' });
    assert.deepEqual(error(late), [429, 42901]);
    assert.ok(Number(late.headers['retry-after']) >= 1);
    assert.equal((await send('/night', { body: 'hi' })).status, 200);
    assert.equal((await intake.kept()).length, 2);
  });

  test('H3: what is no message is refused in the words of ntfy, and nothing of it is kept', async () => {
    const cases: readonly (readonly [string, Ask, number, number])[] = [
      ['/', { body: '{' }, 400, 40024],
      ['/', { body: '[]' }, 400, 40024],
      ['/', { body: '{"topic":"ops","topic":"night"}' }, 400, 40024],
      ['/', { body: '{"topic":"ops","__proto__":{}}' }, 400, 40024],
      ['/', { body: `{"topic":"ops","x":${'['.repeat(10_000)}` }, 400, 40024],
      ['/', { body: '{"topic":"ops","message":1}' }, 400, 40024],
      ['/', { body: '{"topic":"ops","tags":{}}' }, 400, 40024],
      ['/', { body: Buffer.from('{"topic":"\xff"}', 'latin1') }, 400, 40011],
      ['/', { body: '{"topic":"a b"}' }, 400, 40009],
      ['/', { body: '{"message":"x"}' }, 400, 40009],
      ['/ops', { body: Buffer.from([0xff]) }, 400, 40011],
      ['/ops', { body: '\u200b' }, 400, 40011],
      ['/ops', { body: 'x', headers: { 'content-encoding': 'gzip' } }, 415, 40011],
      ['/ops', { body: 'x'.repeat(2_097_153) }, 413, 41301],
      ['/a%20b', { body: 'hi' }, 404, 40401],
      ['/ops', { method: 'GET' }, 404, 40401],
      ['/ops', { method: 'DELETE' }, 404, 40401],
    ];
    for (const [path, asked, status, code] of cases) {
      assert.deepEqual(error(await send(path, asked)), [status, code], `${path} ${String(asked.body).slice(0, 40)}`);
    }
    assert.deepEqual(await intake.kept(), []);
  });
});
