import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import type { Ask } from '../../support/ask.ts';
import { openTestIntake, ROUTER_TOKEN, SLOW_TOKEN, type TestIntake } from '../../support/intake.ts';

describe('the door for programs that speak to webhooks of Slack and Mattermost', () => {
  let intake: TestIntake;
  before(async () => {
    intake = await openTestIntake();
  });
  after(() => intake[Symbol.asyncDispose]());

  const json = { 'content-type': 'application/json' };
  async function post(value: unknown, { headers = json, ...asked }: Ask = {}, path = `/slack/${ROUTER_TOKEN}`) {
    const body = typeof value === 'string' ? value : JSON.stringify(value);
    const answer = await intake.send(path, { headers, body, ...asked });
    assert.equal(answer.headers['content-type'], 'text/plain; charset=utf-8');
    return [answer.status, answer.body];
  }
  const kept = async () => {
    const all = await intake.kept();
    assert.equal(all.length, 1);
    const [{ title, lines, urgency, link } = assert.fail()] = all;
    return { title, text: lines.join('\n'), urgency, link };
  };
  const plain = { title: '', text: 'hi', urgency: 'normal', link: undefined };

  test('a text is answered with exactly ok, at both paths, as JSON and as a form', async () => {
    assert.deepEqual(await post({ text: 'hi' }), [200, 'ok']);
    assert.deepEqual(await kept(), plain);
    const mattermost = { text: 'hi', username: 'Apprise', icon_url: 'https://icon.example/i.png' };
    assert.deepEqual(await post(mattermost, {}, `/hooks/${ROUTER_TOKEN}`), [200, 'ok']);
    assert.deepEqual(await kept(), plain);
    const form = { headers: { 'content-type': 'application/x-www-form-urlencoded' } };
    assert.deepEqual(await post(`payload=${encodeURIComponent('{"text":"hi"}')}`, form), [200, 'ok']);
    assert.deepEqual(await kept(), plain);
    assert.deepEqual(await post('{"text":"hi"}', { headers: {} }), [200, 'ok']);
    assert.deepEqual(await kept(), plain);
  });

  test('Alertmanager: no text of its own, an attachment whose text may be empty', async () => {
    const attachment = {
      title: '[FIRING:1] DiskFull',
      title_link: 'http://prom.test:9093/#/alerts',
      text: '',
      color: 'danger',
    };
    const message = { channel: '#ops', username: 'Alertmanager', attachments: [{ ...attachment, fallback: 'short' }] };
    assert.deepEqual(await post(message), [200, 'ok']);
    assert.deepEqual(await kept(), {
      ...{ title: '[FIRING:1] DiskFull', text: '', urgency: 'now' },
      link: { url: 'http://prom.test:9093/#/alerts', label: undefined },
    });
  });

  test('Apprise: an escaped text in an attachment, or blocks in it', async () => {
    await post({ attachments: [{ title: 'a &lt;b&gt; &amp; c', text: 'x &amp;lt; y', color: '#a3373c' }] });
    assert.deepEqual(await kept(), { ...plain, title: 'a <b> & c', text: 'x &lt; y' });
    const blocks = [
      { type: 'header', text: { type: 'plain_text', text: 'T' } },
      { type: 'section', text: { type: 'mrkdwn', text: '<https://a.example/x|here> and <https://b.example>' } },
    ];
    await post({ attachments: [{ blocks }] });
    assert.deepEqual(await kept(), { ...plain, text: 'T\nhere (https://a.example/x) and https://b.example' });
  });

  test('Uptime Kuma: a text, and an attachment with a header, fields and a button', async () => {
    const blocks = [
      { type: 'header', text: { type: 'plain_text', text: 'web' } },
      {
        type: 'section',
        fields: [
          { type: 'mrkdwn', text: '*Message*\ntimeout' },
          { type: 'mrkdwn', text: '*Time*\nnow' },
        ],
      },
      {
        type: 'actions',
        elements: [{ type: 'button', text: { type: 'plain_text', text: 'Visit' }, url: 'https://kuma.example/' }],
      },
    ];
    const message = { text: 'Uptime Kuma Alert', channel: null, attachments: [{ color: '#e01e5a', blocks }] };
    assert.deepEqual(await post(message), [200, 'ok']);
    assert.deepEqual(await kept(), {
      ...{ title: '', text: 'Uptime Kuma Alert\nweb\n*Message*\ntimeout\n*Time*\nnow', urgency: 'now' },
      link: { url: 'https://kuma.example/', label: 'Visit' },
    });
  });

  test('blocks and rich text of the message itself, fields of attachments, and a fallback where there is nothing else', async () => {
    const rich = {
      type: 'rich_text',
      elements: [{ type: 'rich_text_section', elements: [{ text: 'a' }, { text: 'b' }] }],
    };
    await post({ blocks: [rich, { type: 'context', elements: [{ type: 'mrkdwn', text: 'c' }] }] });
    assert.equal((await kept()).text, 'ab\nc');
    await post({ text: 'hi', attachments: [{ fields: [{ title: 'Host', value: 'a' }] }, { fallback: 'fall' }] });
    assert.equal((await kept()).text, 'hi\nHost: a\nfall');
  });

  test('H14: unknown keys are refused in the words of Slack, and a sender over its limit is told so', async () => {
    for (const key of ['x', `${ROUTER_TOKEN}x`, '%20']) {
      assert.deepEqual(await post({ text: 'hi' }, {}, `/slack/${key}`), [403, 'invalid_token']);
    }
    const header = { headers: { ...json, authorization: `Bearer ${ROUTER_TOKEN}` } };
    assert.deepEqual(await post({ text: 'hi' }, header, '/hooks/x'), [403, 'invalid_token']);
    assert.deepEqual(await intake.kept(), []);
    assert.deepEqual(await post({ text: 'hi' }, {}, `/slack/${SLOW_TOKEN}`), [200, 'ok']);
    assert.deepEqual(await post({ text: 'hi' }, {}, `/slack/${SLOW_TOKEN}`), [429, 'rate_limited']);
    await intake.kept();
  });

  test('H3: what is no message is refused in the words of Slack, and nothing of it is kept', async () => {
    const form = { headers: { 'content-type': 'application/x-www-form-urlencoded' } };
    const cases: readonly (readonly [unknown, Ask, number, string])[] = [
      [{}, {}, 400, 'no_text'],
      [{ text: '' }, {}, 400, 'no_text'],
      [{ text: '\u200b' }, {}, 400, 'no_text'],
      [{ text: 5, attachments: 7 }, {}, 400, 'no_text'],
      ['{', {}, 400, 'invalid_payload'],
      ['null', {}, 400, 'invalid_payload'],
      ['{"text":"a","text":"b"}', {}, 400, 'invalid_payload'],
      ['text=hi', form, 400, 'invalid_payload'],
      ['payload=%5B%5D', form, 400, 'invalid_payload'],
      ['payload=%ff', form, 400, 'invalid_payload'],
      ['{"text":"hi"}', { headers: { 'content-type': 'multipart/form-data; boundary=b' } }, 400, 'invalid_payload'],
      ['{"text":"hi"}', { headers: { ...json, 'content-encoding': 'gzip' } }, 400, 'invalid_payload'],
      [{ text: 'x'.repeat(1_048_577) }, {}, 413, 'invalid_payload'],
      ['', { method: 'GET' }, 405, 'method_not_allowed'],
    ];
    for (const [body, asked, status, said] of cases) {
      assert.deepEqual(await post(body, asked), [status, said], JSON.stringify(body).slice(0, 60));
    }
    assert.deepEqual(await intake.kept(), []);
  });
});
