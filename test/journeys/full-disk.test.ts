import assert from 'node:assert/strict';
import { statSync } from 'node:fs';
import path from 'node:path';
import { after, before, describe, test } from 'node:test';
import Sqlite from 'better-sqlite3';
import { request } from 'undici';
import { eventually } from '../support/eventually.ts';
import { needs } from '../support/needs.ts';
import { needsSmallDisk, openSmallDisk, type SmallDisk } from '../support/small-disk.ts';
import { makeApplicant } from './support/applicant.ts';
import { type House, openHouse } from './support/house.ts';
import { showing } from './support/talk.ts';
import { check, deadJobs, opens, readiness } from './support/unfinished.ts';

const PASSWORD = 'quiet-harbour-42-lanterns';

describe('the disk of the database is full', { ...needs('synapse'), ...needsSmallDisk() }, () => {
  let disk: SmallDisk;
  let house: House;
  let file: string;
  before(async () => {
    disk = openSmallDisk(8);
    file = path.join(disk.dir, 'porter.db');
    house = await openHouse({ config: { storage: { sqlite: file } } });
  });
  after(async () => {
    await house?.[Symbol.asyncDispose]();
    disk?.[Symbol.dispose]();
  });

  /**
   * The write-ahead log keeps the room it once took, and the next writes would still find a place in it: it is emptied before, and
   * again when somebody is reading or has written between the two.
   */
  const fill = (): Promise<true> =>
    eventually(
      () => {
        disk.free();
        const beside = new Sqlite(file);
        beside.pragma('wal_checkpoint(TRUNCATE)');
        beside.close();
        disk.fill();
        return statSync(`${file}-wal`).size === 0;
      },
      { what: 'a full disk with an empty log' },
    );

  test('D7: nothing is taken, nothing is lost, reading goes on, and all is well again without a restart', async () => {
    const { porter, ada, room, mail } = house;
    const { pid } = porter;
    const early = makeApplicant(house, { username: 'early' });
    await early.applyAndProve();
    await house.letter(early.email, '/status/');
    const notice = await house.notice(early.userId);
    await eventually(async () => (await ada.relations(room, notice.event_id, 'm.annotation')).length === 2);

    await fill();
    const late = makeApplicant(house, { username: 'late', reason: 'x'.repeat(1_000) });
    const refused = await late.apply();
    assert.equal(refused.status, 503);
    assert.ok(refused.html.includes('late@example.org'), 'nothing typed is lost');
    const ids = refused.html.match(/[\w-]{8,}/g) ?? [];
    const output = await porter.output();
    assert.ok(
      ids.some((id) => output.includes(`"id":"${id}"`)),
      'the page names a number that the log has',
    );

    assert.equal((await request(`${porter.operations}/healthz`, { reset: true })).statusCode, 200);
    const { status, reasons } = await readiness(porter);
    assert.equal(status, 503);
    assert.match(reasons.join('\n'), /disk/i);
    assert.equal((await request(`${porter.operations}/metrics`, { reset: true })).statusCode, 200);
    assert.equal((await early.status()).status, 200, 'who asks how it stands is answered');
    assert.equal((await check(porter)).exit, 3);

    // The homeserver is not told that the vote was taken: it keeps it.
    await ada.react(room, notice.event_id, '✅');
    await porter.waitForLog(({ part, level }) => part === 'appservice' && level === 'error');
    assert.deepEqual(mail.lettersTo(late.email), []);
    assert.ok(!mail.lettersTo(early.email).some(({ text }) => text.includes('/welcome/')));

    disk.free();
    await opens(porter);
    await showing(house, notice, /approved/i);
    await early.setPassword(PASSWORD);
    await early.logIn(PASSWORD);
    assert.match((await late.applyAndProve()).url, /\/status\//);
    await house.notice(late.userId);
    assert.equal(porter.pid, pid);
    assert.ok(porter.running);
    assert.deepEqual(await deadJobs(porter), []);
    const lines = (await porter.logs()).filter(({ level }) => level === 'error');
    assert.deepEqual(
      lines.filter(({ msg }) => /bug|nobody handled/.test(msg)),
      [],
    );
  });
});
