import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import { setTimeout as sleep } from 'node:timers/promises';
import { ask } from '../support/ask.ts';
import { crashBuild } from '../support/crash-build.ts';
import { eventually } from '../support/eventually.ts';
import { freePort } from '../support/free-port.ts';
import { startMail, type TestMail } from '../support/mail.ts';
import { type PorterProcess, startPorter } from '../support/porter-process.ts';

const TOKEN = 'canary-token-of-the-publisher-0123456789abcdef';
const points = ['outbox.afterLease', 'outbox.beforeSend', 'outbox.afterSend', 'outbox.afterFinish'] as const;

describe('killed while a digest is made and sent', () => {
  let mail: TestMail;
  let porter: PorterProcess;
  let port: number;

  before(async () => {
    await crashBuild();
    [mail, port] = [await startMail(), await freePort()];
    porter = await startPorter({
      program: 'crash-build',
      config: {
        mail: { from: 'porter@porter.test', smtp: mail.url },
        notifications: {
          ...{ targets: { night: { to: ['email:night@example.org'], digest: '1s' } }, merge: 'off', flood: 'off' },
        },
        intake: { listen: `127.0.0.1:${port}`, senders: { publisher: { token: TOKEN, to: ['night'] } } },
      },
      start: false,
    });
  });
  after(async () => {
    await porter?.[Symbol.asyncDispose]();
    await mail?.[Symbol.asyncDispose]();
  });

  /** Sends again, with the same key, until it has heard that its notification is kept. */
  async function publish(title: string): Promise<void> {
    const headers = { authorization: `Bearer ${TOKEN}`, 'content-type': 'application/json', 'idempotency-key': title };
    const post = () =>
      ask(port, '/v1/notifications', { method: 'POST', headers, body: JSON.stringify({ title }) }).catch(
        () => undefined,
      );
    for (let answer = await post(); answer?.status !== 202; answer = await post()) await sleep(50);
  }

  for (const point of points) {
    // The digest itself is the first job, the delivery that it makes is the second.
    for (const hit of [1, 2]) {
      test(`D1: killed at ${point}, the ${hit}. time: each notification is told, and in one letter alone`, async () => {
        const titles = ['one', 'two', 'three', 'four'].map((word) => `${point}-${hit}-${word}`);
        await porter.start({ wait: 'nothing', env: { PORTER_CRASH_AT: `${point}:${hit}` } });
        const ended = porter.ended();
        for (const title of titles.slice(0, 3)) await publish(title);
        assert.equal(await ended, 'SIGKILL', 'the point was hit');
        await porter.start({ wait: 'alive' });
        await publish(titles[3] ?? '');
        const lettersWith = (title: string) =>
          mail.letters.filter(({ text, subject }) => `${subject}\n${text}`.includes(title));
        await eventually(() => titles.every((title) => lettersWith(title).length > 0), {
          ...{ timeoutMs: 60_000, what: 'every title in a letter' },
        });
        assert.equal(await porter.stop(), 0);
        for (const title of titles) {
          const ids = new Set(lettersWith(title).map(({ messageId }) => messageId));
          assert.equal(ids.size, 1, `${title} stands in one letter; a repeat is recognisable by its Message-ID`);
        }
      });
    }
  }
});
