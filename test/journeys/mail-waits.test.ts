import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import { eventually } from '../support/eventually.ts';
import { needs } from '../support/needs.ts';
import { makeApplicant } from './support/applicant.ts';
import { type House, openHouse, PATIENCE } from './support/house.ts';
import { openPorterInside, type PorterInside } from './support/porter-inside.ts';
import { ask, inRoom, numberOf, plain, told } from './support/talk.ts';
import { readiness } from './support/unfinished.ts';

const MINUTE = 60_000;

describe('what people are told while the mail server is down', needs('synapse'), () => {
  let house: House;
  let inside: PorterInside;
  before(async () => {
    const opened = await openHouse({ start: false });
    house = opened;
    inside = await openPorterInside(opened);
    house = inRoom(opened, inside.room);
  });
  after(async () => {
    await inside?.[Symbol.asyncDispose]();
    await house?.[Symbol.asyncDispose]();
  });

  const patient = { timeoutMs: PATIENCE, everyMs: 100 };
  /** What Porter has said in the room outside of threads. */
  const announced = async (fits: RegExp): Promise<readonly string[]> =>
    (await house.admin.messages(house.room, 1_000))
      .filter(({ sender, content }) => sender === house.synapse.userId('porter') && !content['m.relates_to'])
      .map(({ content }) => plain(content.body))
      .filter((text) => fits.test(text));
  /** Waits until it was announced this often, or more often. */
  const announcedTimes = (fits: RegExp, times: number) =>
    eventually(
      async () => {
        const found = await announced(fits);
        return found.length >= times && found;
      },
      { ...patient, what: `${times} of ${fits.source}` },
    );
  const paused = () =>
    eventually(async () => (await readiness(house.porter)).reasons.some((reason) => /email/.test(reason)), {
      ...patient,
      what: 'a mail server that is known to be down',
    });

  test('N12: page, room, thread, replies and command line say that letters wait, and why; then each letter arrives once', async () => {
    const nia = makeApplicant(house, { username: 'nia' });
    await house.mail.down();
    const { url } = await nia.apply();
    const page = await eventually(
      async () => {
        const { html } = await nia.visitor.open(url);
        return /cannot go out at the moment, since/.test(html) && html;
      },
      { ...patient, what: 'a page that says that letters wait' },
    );
    assert.doesNotMatch(page, /We are sending|We have sent/);
    assert.match((await nia.visitor.open(`${url}/state`)).html, /Our emails cannot go out at the moment, since/);
    await inside.leap(3 * MINUTE);
    const [outage, ...more] = await announcedTimes(/No email has gone out since/, 1);
    assert.match(outage ?? '', /the mail server does not answer\. Nothing is lost/);
    assert.deepEqual(more, []);

    await house.mail.up();
    await inside.inTime(async () => house.mail.lettersTo(nia.email).length > 0, 'the letter');
    assert.equal((await announcedTimes(/Emails go out again/, 1)).length, 1);
    assert.doesNotMatch((await nia.visitor.open(url)).html, /cannot go out/);
    assert.match((await nia.visitor.open(`${url}/state?waited=yes`)).html, /go out again/);
    await nia.proveByCode();
    const notice = await house.notice(nia.userId);
    const number = numberOf(notice);
    await inside.inTime(async () => house.mail.lettersTo(nia.email).length > 1, 'the letter with the status link');

    await house.mail.down();
    assert.match(await ask(house, house.ada, `!porter resend ${number}`), /will be sent once more/);
    await paused();
    // Longer than what the team is not told of.
    await inside.leap(3 * MINUTE);
    assert.equal((await announcedTimes(/No email has gone out since/, 2)).length, 2);
    await ask(house, house.ada, `!porter approve ${number}`);
    assert.match(
      await told(house, notice, /account .* is made/),
      /The welcome email follows\. Emails wait since .*: the mail server does not answer\./,
    );
    assert.match(
      await ask(house, house.ada, `!porter resend ${number}`),
      /^That email about #\d+ is waiting to be sent already.* Emails wait since/,
    );
    const { stdout } = await house.porter.run('outbox', 'list', '--place', 'email', '--state', 'waiting');
    assert.match(stdout, /waiting +\d+ min +email +email "welcome" to nia \(#\d+\)/);
    assert.match(
      stdout,
      /What is for email waits since .* UTC: The mail server does not answer \(connection refused\)\./,
    );
    const status = await nia.status();
    assert.match(status.html, /cannot go out at the moment, since/);

    await house.mail.up();
    const welcomes = () => house.mail.lettersTo(nia.email).filter(({ text }) => text.includes('/welcome/'));
    await inside.inTime(async () => welcomes().length > 0, 'the welcome letter');
    const line = ['outbox', 'list', '--place', 'email', '--state', 'waiting'] as const;
    await inside.inTime(
      async () => /^No jobs are waiting/.test((await house.porter.run(...line)).stdout),
      'an empty line',
    );
    assert.equal(welcomes().length, 1);
    assert.equal((await announcedTimes(/Emails go out again/, 2)).length, 2);
    assert.equal((await announced(/No email has gone out since/)).length, 2);
  });
});
