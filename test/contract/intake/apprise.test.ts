import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import type { Ask } from '../../support/ask.ts';
import { openTestIntake, ROUTER_TOKEN, SLOW_TOKEN, type TestIntake, WIDE_TOKEN } from '../../support/intake.ts';

describe('the door for programs that speak to an Apprise API server', () => {
  let intake: TestIntake;
  before(async () => {
    intake = await openTestIntake();
  });
  after(() => intake[Symbol.asyncDispose]());

  const json = { 'content-type': 'application/json' };
  const form = { 'content-type': 'application/x-www-form-urlencoded' };
  const post = (value: unknown, headers: Ask['headers'] = json, path = `/notify/${ROUTER_TOKEN}`) =>
    intake.send(path, { headers: headers ?? {}, body: typeof value === 'string' ? value : JSON.stringify(value) });
  const kept = async () => {
    const all = await intake.kept();
    assert.equal(all.length, 1);
    const [{ address, title, lines, urgency } = assert.fail()] = all;
    return { address, title, text: lines.join('\n'), urgency };
  };
  const plain = { address: 'ops@example.org', title: 'T', text: 'hi', urgency: 'normal' };
  const client = { 'X-Apprise-ID': '0199dddd-0000-7000-8000-000000000000', 'X-Apprise-Recursion-Count': '1' };

  test('Apprise 2: the key in a header, a form, and a text as the answer; a failure is urgent', async () => {
    const headers = { ...form, ...client, 'X-Apprise-Config-ID': ROUTER_TOKEN };
    const answer = await post('title=T&body=hi&type=failure&format=text', headers, '/notify');
    assert.deepEqual([answer.status, answer.headers['content-type']], [200, 'text/plain; charset=utf-8']);
    assert.deepEqual(await kept(), { ...plain, urgency: 'now' });
  });

  test('Apprise 1.9: the key in the path; JSON is answered with JSON', async () => {
    const answer = await post({ title: 'T', body: 'hi', type: 'warning', format: 'text' });
    assert.deepEqual([answer.status, answer.headers['content-type']], [200, 'application/json']);
    assert.equal((JSON.parse(answer.body) as { error: unknown }).error, null);
    assert.deepEqual(await kept(), plain);
  });

  test('json:// and form:// of Apprise, with attachments that are named as unused', async () => {
    const attachments = [{ filename: 'f.txt', base64: 'eA==', mimetype: 'text/plain' }];
    const answer = await post({ version: '1.0', title: 'T', message: 'hi', attachments, type: 'info' });
    assert.match(answer.body, /attachments/);
    assert.deepEqual(await kept(), plain);
    assert.equal((await post({ version: '1.0', title: 'T', message: '', attachments: [], type: 'info' })).status, 200);
    assert.deepEqual(await kept(), { ...plain, text: '' });
    assert.equal((await post('version=1.0&title=T&message=hi&type=success', form)).status, 200);
    assert.deepEqual(await kept(), plain);
    const part = (head: string, value: string) => `--b\r\nContent-Disposition: form-data; ${head}\r\n\r\n${value}\r\n`;
    const body = `${part('name="title"', 'T')}${part('name="message"', 'hi')}${part('name="file01"; filename="f"', 'x')}--b--\r\n`;
    const multipart = await post(body, { 'content-type': 'multipart/form-data; boundary=b' });
    assert.match(multipart.body, /file01/);
    assert.deepEqual(await kept(), plain);
  });

  test('tags are names of targets, and fields can be renamed in the query', async () => {
    const path = `/notify/${WIDE_TOKEN}`;
    const { title, text: body } = plain;
    assert.equal((await post({ title, body, tag: 'night' }, json, path)).status, 200);
    assert.equal((await kept()).address, 'night@example.org');
    assert.equal((await post('title=T&body=hi&tag=ops&tag=night', form, path)).status, 200);
    assert.equal((await intake.kept()).length, 2);
    assert.equal((await post({ title, body, tag: ['all'] }, json, path)).status, 200);
    assert.equal((await intake.kept()).length, 2);
    for (const tag of ['others', 'nowhere']) {
      assert.equal((await post({ title, body, tag }, json, path)).status, 424);
    }
    assert.equal((await post({ msg: 'hi', title }, json, `/notify/${ROUTER_TOKEN}?:msg=body`)).status, 200);
    assert.deepEqual(await kept(), plain);
  });

  test('H14: an unknown key is refused and never looks like success, and a sender over its limit is told so', async () => {
    const refused = [
      await post({ body: 'hi' }, json, '/notify/x'),
      await post({ body: 'hi' }, json, '/notify'),
      await post({ body: 'hi' }, { ...json, 'X-Apprise-Config-ID': 'x' }, '/notify'),
    ];
    for (const { status, body } of refused) {
      assert.equal(status, 401);
      assert.deepEqual(JSON.parse(body), { error: 'This key is not known', details: [] });
    }
    assert.deepEqual(await intake.kept(), []);
    assert.equal((await post({ body: 'hi' }, json, `/notify/${SLOW_TOKEN}`)).status, 200);
    assert.equal((await post({ body: 'hi' }, json, `/notify/${SLOW_TOKEN}`)).status, 429);
    await intake.kept();
  });

  test('H3: what is no notification is refused as Apprise does, and nothing of it is kept', async () => {
    const cases: readonly (readonly [unknown, Ask['headers'], number])[] = [
      ['', form, 400],
      [{}, json, 400],
      [{ title: '', body: '' }, json, 400],
      [{ body: 'hi', type: 'other' }, json, 400],
      [{ body: '\u200b' }, json, 400],
      ['[]', json, 400],
      ['{"body":"a","body":"b"}', json, 400],
      ['body=%ff', form, 400],
      ['body', { 'content-type': 'multipart/form-data; boundary=b' }, 400],
      ['hi', { 'content-type': 'text/plain' }, 415],
      ['body=hi', { ...form, 'content-encoding': 'gzip' }, 415],
      [{ body: 'x'.repeat(4_194_305) }, json, 413],
    ];
    for (const [body, headers, status] of cases) {
      const answer = await post(body, headers);
      assert.equal(answer.status, status, JSON.stringify(body).slice(0, 60));
      assert.equal(typeof (JSON.parse(answer.body) as { error: unknown }).error, 'string');
    }
    assert.equal((await intake.send(`/notify/${ROUTER_TOKEN}`, { method: 'GET' })).status, 405);
    assert.deepEqual(await intake.kept(), []);
  });
});
