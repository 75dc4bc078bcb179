import assert from 'node:assert/strict';
import { test } from 'node:test';
import { openTestDoor, type TestDoor } from '../../test/support/door.ts';
import { DAY, HOUR } from '../kernel/clock.ts';
import { makeImportRequests } from './import-requests.ts';
import type { RegisterBotRequest } from './rules/register-bot-request.ts';

const token = (of: number) => of.toString(16).padStart(32, '0');

/** Somebody whose address is proved and whom the team has not decided on, but for `more`. */
const request = (row: number, username: string, more: Partial<RegisterBotRequest> = {}): RegisterBotRequest => ({
  ...{ row, username, state: 6, firstName: 'Zoë', lastName: "O'Brien", note: 'I sing "alto"', requestedAt: undefined },
  ...{ email: `${username}@example.org`, verifyToken: token(row), ...more },
});

function importer(door: TestDoor) {
  const { clock, advance, accounts, derive, settings, storage } = door;
  const run = makeImportRequests({
    ...{ applications: storage.applications, accounts, derive, advance, clock },
    ...{ language: 'de', serverName: settings.serverName },
  });
  return (requests: readonly RegisterBotRequest[], write = true, logins: readonly string[] = []) =>
    run(requests, { write, by: 'cli:op', hasLogin: (name) => logins.includes(name), onProgress: () => {} });
}

test('what waits for the team gets a notice and a letter, and a second import does nothing', async () => {
  await using door = await openTestDoor();
  const run = importer(door);
  const requests = [request(1, 'zoe'), request(2, 'yan', { state: 5 }), request(3, 'xia', { state: 7 })];
  assert.deepEqual(await run(requests, false), { waiting: 3, unproved: 0, there: 0, leftOut: [] });
  assert.deepEqual(await door.storage.applications.list([], 10), []);
  assert.equal((await run(requests)).waiting, 3);
  assert.deepEqual(await run(requests), { waiting: 0, unproved: 0, there: 3, leftOut: [] });
  await door.runJobs();
  assert.equal(door.room.filter(({ kind }) => kind === 'registration.show-notice').length, 3);
  const zoe = (await door.storage.applications.findByName('zoe'))[0];
  assert.deepEqual(
    [zoe?.stage, zoe?.order.displayName, zoe?.order.reason, zoe?.language],
    ['waiting', "Zoë O'Brien", 'I sing "alto"', 'de'],
  );
  assert.equal(door.mails.filter(({ to }) => String(to).includes('zoe@')).length, 1);
});

test('a mailed link proves the address until its 48 hours are over, and only its hash is kept', async () => {
  await using door = await openTestDoor();
  const requestedAt = door.clock.now() - 47 * HOUR;
  await importer(door)([request(1, 'zoe', { state: 1, requestedAt }), request(2, 'yan', { state: 1, requestedAt })]);
  await door.runJobs();
  assert.deepEqual(door.mails, [], 'the link was mailed already');
  assert.equal((await door.site.peekProof(token(1))).ok, true);
  assert.equal((await door.site.peekProof(token(7))).ok, false);
  assert.equal((await door.site.proveByLink(token(1))).ok, true);
  assert.equal((await door.storage.applications.findByName('zoe'))[0]?.stage, 'waiting');
  const again = await door.site.proveByLink(token(1));
  assert.equal(again.ok === false && again.refusal, 'used');
  assert.equal((await door.storage.applications.findLink(door.derive.linkHash(token(2))))?.hash.length, 64);

  await door.clock.advance(2 * HOUR);
  const late = await door.site.proveByLink(token(2));
  assert.equal(late.ok === false && late.refusal, 'expired');
  // A page that waits for a letter is open for a day longer.
  await door.clock.advance(DAY);
  await door.runJobs();
  assert.equal((await door.storage.applications.findByName('yan'))[0]?.stage, 'expired');
});

test('a letter that was never sent is sent now, with a link of our own', async () => {
  await using door = await openTestDoor();
  await importer(door)([request(1, 'zoe', { state: 0 }), request(2, 'yan', { state: 1, verifyToken: 'odd' })]);
  await door.runJobs();
  assert.equal(door.mails.length, 2);
  assert.equal((await door.site.peekProof(token(1))).ok, false);
});

test('somebody who proved the address at the bot meanwhile goes on to the team', async () => {
  await using door = await openTestDoor();
  const run = importer(door);
  await run([request(1, 'zoe', { state: 1 })]);
  assert.equal((await run([request(1, 'zoe')])).waiting, 1);
  assert.equal((await door.storage.applications.findByName('zoe'))[0]?.stage, 'waiting');
});

test('each row that is left out is told with why', async () => {
  await using door = await openTestDoor();
  door.accounts.others.add('taken');
  await door.applyAndProve();
  const requestedAt = door.clock.now() - 49 * HOUR;
  const rows = [
    ...[request(1, 'done', { state: 100 }), request(2, 'declined', { state: 13 }), request(3, 'lost', { state: 8 })],
    ...[
      request(4, 'member', { state: 7 }),
      request(5, 'old', { state: 1, requestedAt }),
      request(6, 'odd', { state: 4 }),
    ],
    ...[request(7, '123'), request(8, 'nomail', { email: 'nobody' }), request(9, 'taken'), request(10, 'lena')],
    ...[request(11, 'twice'), request(12, 'twice', { email: 'b@example.org' })],
    request(13, 'other', { email: 'twice@example.org' }),
  ];
  for (const write of [false, true]) {
    const { waiting, leftOut } = await importer(door)(rows, write, ['member']);
    assert.equal(waiting, 1);
    assert.deepEqual(
      leftOut.map(({ line, name, why }) => `${line} ${name} ${why}`),
      [
        ...['1 done finished', '2 declined finished', '3 lost letter-lost', '4 member has-account', '5 old too-old'],
        ...['6 odd unknown-stage', '7 undefined bad-name', '8 nomail bad-email', '9 taken user-there'],
        ...['10 lena name-claimed', '12 twice name-claimed', '13 other address-open'],
      ],
    );
  }
});
