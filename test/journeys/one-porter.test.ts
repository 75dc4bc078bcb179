import assert from 'node:assert/strict';
import { copyFile } from 'node:fs/promises';
import path from 'node:path';
import { after, before, describe, test } from 'node:test';
import Sqlite from 'better-sqlite3';
import { TRAP } from '../../src/doors/site/pages/apply-page.tsx';
import { eventually } from '../support/eventually.ts';
import { needs } from '../support/needs.ts';
import { type PorterProcess, startPorter } from '../support/porter-process.ts';
import { formWith, makeVisitor } from '../support/visitor.ts';
import { makeApplicant } from './support/applicant.ts';
import { type House, openHouse, wideLimits } from './support/house.ts';
import { startHttpProxy } from './support/http-proxy.ts';
import { restartWith } from './support/talk.ts';
import { closedBy, deadJobs, opens } from './support/unfinished.ts';

const LIMITS = { ...wideLimits, nameChecksPerSecond: 1_000 };

async function leased(porter: PorterProcess): Promise<readonly unknown[]> {
  const { stdout } = await porter.run('outbox', 'list', '--state', 'leased', '--json');
  return (JSON.parse(stdout) as { jobs: readonly unknown[] }).jobs;
}

describe('one Porter at a time, and its end', needs('synapse'), () => {
  let house: House;
  before(async () => {
    house = await openHouse({ config: { registration: { limits: LIMITS } } });
  });
  after(() => house?.[Symbol.asyncDispose]());

  test('D11: a second serve on the same database is refused with a sentence, and the first goes on', async () => {
    const { porter } = house;
    const second = await porter.run('serve');
    assert.equal(second.code, 2);
    assert.match(second.stdout, /Another Porter is at work on .*porter\.db/);
    assert.ok(porter.running);
    await opens(porter);
  });

  /** People who have filled in the form, each in a browser of their own; resolves with what begins to send it: 303 when it was taken. */
  const filledIn = (names: readonly string[]) =>
    Promise.all(
      names.map(async (username) => {
        const visitor = makeVisitor('en', { follow: false });
        const form = formWith(await visitor.open(house.porter.site), (name) => name === 'username');
        const typed = { username, email: `${username}@example.org`, reason: 'I was told about you.' };
        // Who fills in what nobody sees gets the plain extra step; its button counts however quick somebody is.
        const onceMore = formWith(await visitor.send(form, { ...typed, [TRAP]: 'x' }), (name) => name === 'again');
        return () => visitor.begin(onceMore);
      }),
    );
  const named = (name: string, count: number) => Array.from({ length: count }, (_, n) => `${name}${n}`);

  test('D12: TERM during 100 requests and 50 letters: all are answered, nothing stays leased, nothing is lost or sent twice', async () => {
    const { porter, mail, synapse } = house;
    await using between = await startHttpProxy(() => synapse.url);
    await restartWith(house, { homeserver: { url: between.url } });
    const [early, late] = [named('early', 50), named('late', 100)];
    const [begin, beginLater] = [await filledIn(early), await filledIn(late)];
    mail.hold();
    for (const send of begin) {
      const { finish, answered } = send();
      finish();
      assert.equal((await answered).status, 303);
    }
    await eventually(() => mail.held > 0);

    // Half of them wait for the homeserver and half for the rest of what is sent when TERM comes.
    const letGo = Promise.withResolvers<'pass'>();
    let asked = 0;
    between.rule(({ url }) => {
      if (!url?.includes('/username_available')) return 'pass';
      asked += 1;
      return letGo.promise;
    });
    const requests = beginLater.map((send) => send());
    const answers = Promise.all(requests.map(({ answered }) => answered));
    await Promise.all(requests.map(({ begun }) => begun));
    for (const { finish } of requests.slice(0, 50)) finish();
    await eventually(() => asked > 0);
    const stopped = porter.stop();
    await porter.waitForLog(({ msg }) => msg.startsWith('stopping'));
    assert.deepEqual(mail.letters, []);
    for (const { finish } of requests.slice(50)) finish();
    letGo.resolve('pass');
    mail.heal();

    assert.deepEqual([...new Set((await answers).map(({ status }) => status))], [303]);
    assert.equal(await stopped, 0);
    assert.ok(mail.letters.length > 0, 'letters in hand went out');
    assert.ok(mail.letters.length < 150, 'no new one was begun');
    assert.deepEqual(await leased(porter), []);
    between.rule(() => 'pass');
    await porter.start({ wait: 'ready' });
    const all = [...early, ...late].map((name) => `${name}@example.org`);
    await eventually(() => all.every((to) => mail.lettersTo(to).length > 0), { timeoutMs: 60_000 });
    assert.deepEqual(
      all.filter((to) => mail.lettersTo(to).length !== 1),
      [],
    );
    assert.deepEqual(await deadJobs(porter), []);
    await restartWith(house, { homeserver: { url: synapse.url } });
  });

  test('D12: a second TERM ends at once, and the letter in hand comes after the next start', async () => {
    const { porter, mail } = house;
    const nia = makeApplicant(house, { username: 'nia' });
    mail.fault({ trouble: 'hang', to: (address) => address === nia.email });
    const before = mail.connections;
    await nia.apply();
    await eventually(() => mail.connections > before);
    process.kill(porter.pid, 'SIGTERM');
    await porter.waitForLog(({ msg }) => msg.startsWith('stopping'));
    assert.ok(porter.running, 'it waits for the letter');
    assert.equal(await porter.stop(), 3);
    mail.heal();
    await porter.start({ wait: 'ready' });
    await house.letter(nia.email, '/prove/');
    await eventually(async () => (await leased(porter)).length === 0, { timeoutMs: 60_000 });
  });

  test('a copy of the database on another machine sends nothing, until it takes over; then the other one sends nothing', async () => {
    const { porter, mail, synapse } = house;
    await mail.down();
    const max = makeApplicant(house, { username: 'max' });
    await max.apply();
    await using copy = await startPorter({
      synapse,
      mail,
      config: { registration: { limits: LIMITS } },
      start: false,
    });
    const file = path.join(copy.dir, 'porter.db');
    const written = await porter.run('backup', file);
    assert.equal(written.code, 0, written.stderr);
    await copyFile(path.join(porter.dir, 'porter.key'), path.join(copy.dir, 'porter.key'));
    // What /etc/machine-id does elsewhere cannot be had on one machine.
    const db = new Sqlite(file);
    db.prepare("UPDATE memory SET value = 'elsewhere' WHERE name = 'meta.instance'").run();
    db.close();

    await copy.start();
    synapse.relay.aim(porter.appservicePort);
    await mail.up();
    await closedBy(copy, 'homeserver.other-instance', 2);
    await house.letter(max.email, '/prove/');
    assert.match((await max.proveByCode()).url, /\/status\//);
    await house.notice(max.userId);
    assert.equal(mail.lettersTo(max.email).filter(({ text }) => text.includes('/prove/')).length, 1);

    await copy.stop();
    await copy.start({ args: ['--take-over'] });
    await opens(copy);
    synapse.relay.aim(porter.appservicePort);
    // It looks once a minute, and when something changes in the room.
    await house.admin.setPowerLevels(house.room, { kick: 60 });
    await closedBy(porter, 'homeserver.other-instance', 2);
  });
});
