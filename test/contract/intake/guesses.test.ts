import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { makeLog } from '../../../src/kernel/log.ts';
import { openTestIntake, ROUTER_TOKEN, type TestIntake } from '../../support/intake.ts';
import { authPlain, openSmtpTalk } from '../../support/smtp-talk.ts';

/** What each way in says to a wrong token, and to one wrong token too many: status and a field or the text. */
const doors = [
  { path: '/v1/notifications', early: 401, late: [429, 'guessing'], say: 'title' },
  { path: '/message', early: 401, late: [429, 'Too Many Requests'], say: 'error' },
  { path: '/slack/Acanary-nobody', early: 403, late: [429, 'rate_limited'] },
  { path: '/notify/Acanary-nobody', early: 401, late: [429, 'Too many wrong keys from your network'], say: 'error' },
  { path: '/alertmanager', early: 401, late: [401, 'error'], say: 'status' },
  { path: '/ops', early: 401, late: [429, 42901], say: 'code' },
  { path: '/_matrix/client/v3/logout', early: 401, late: [429, 'M_LIMIT_EXCEEDED'], say: 'errcode' },
  { path: '/_matrix/client/v3/login', early: 403, late: [429, 'M_LIMIT_EXCEEDED'], say: 'errcode' },
] as const;

const json = { 'content-type': 'application/json' };
const LOGIN = '{"type":"m.login.password","user":"router1","password":"Acanary-nobody"}';
const guess = (intake: TestIntake, path: string) =>
  intake.send(path, { headers: { authorization: 'Bearer Acanary-nobody', ...json }, body: LOGIN });

describe('H14: who guesses tokens is told to wait at every way in, and who has one notices nothing; the log knows', () => {
  for (const { path, early, late, ...door } of doors) {
    test(path, async () => {
      const lines: string[] = [];
      await using intake = await openTestIntake(undefined, { log: makeLog('warn', (line) => lines.push(line)) });
      assert.equal((await guess(intake, path)).status, early);
      assert.equal(lines.length, 1);
      assert.match(lines[0] ?? '', /"verdict":"wrong".*a call without the token of a caller/);
      assert.ok(!lines[0]?.includes('canary'));
      for (let guessed = 1; guessed < 30; guessed += 1) await guess(intake, path);
      const { status, body } = await guess(intake, path);
      assert.deepEqual([status, 'say' in door ? JSON.parse(body)[door.say] : body], late);
      const headers = { authorization: `Bearer ${ROUTER_TOKEN}`, ...json };
      const sent = await intake.send('/v1/notifications', { headers, body: '{"title":"hi"}' });
      assert.equal(sent.status, 202, sent.body);
    });
  }

  test('mail, which counts with the others', async () => {
    await using intake = await openTestIntake();
    const lines: string[] = [];
    await using smtp = await intake.openSmtp({ log: makeLog('warn', (line) => lines.push(line)) });
    for (let guessed = 0; guessed < 29; guessed += 1) await guess(intake, '/message');
    await using open = await openSmtpTalk(smtp.port);
    await open.reply();
    await open.say('EHLO nas');
    assert.match(await open.say(authPlain('router1', 'Acanary-nobody')), /^535 /);
    assert.match(await open.say(authPlain('router1', 'Acanary-nobody')), /^421 too many wrong log-ins/);
    assert.match(lines.join('\n'), /^.*a log-in for mail with a wrong name or token.*\n$/);
    await using known = await openSmtpTalk(smtp.port);
    await known.reply();
    await known.say('EHLO nas');
    assert.match(await known.say(authPlain('router1', ROUTER_TOKEN)), /^235 /);
  });
});
