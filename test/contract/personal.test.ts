import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { personInParts } from '../../src/app/personal.ts';
import type { EventId, Localpart, RoomId, UserId } from '../../src/kernel/matrix-id.ts';
import type { Person } from '../../src/ports/personal.ts';
import type { Application } from '../../src/registration/application.ts';
import { sendLetter } from '../../src/registration/rules/jobs.ts';
import type { Storage } from '../../src/storage/storage.ts';
import { anOrder } from '../support/order.ts';
import { onEveryDatabase } from './databases.ts';
import { aChange, aJob, aLink, anEmail, anEntry, aPosted, aReaction, NOW, submitted, waiting } from './samples.ts';

const lena = '@lena:porter.test' as UserId;
const ada = '@ada:porter.test' as UserId;
const when = new Date(NOW).toISOString();
const personOf = ({ addressHash, userId }: Application): Person => ({ addressHash, userId });
const ended = (of: Application): Application => ({
  ...of,
  ...{ stage: 'settled', userId: lena, version: of.version + 1, entry: of.entry + 1 },
  ...{ votes: [{ id: '$vote', voter: ada, choice: 'approve' }], by: [ada], how: 'votes' },
});

/** An application of Lena's that went all the way, with everything that hangs on one. */
async function keepLena({ applications, votes, jobs }: Storage, over: Partial<ReturnType<typeof submitted>> = {}) {
  const of = submitted({
    ...{ localpart: 'lena' as Localpart, email: anEmail(), addressHash: 'c0ffee' },
    ...{ order: anOrder({ displayName: 'Lena Ortiz', reason: 'Because.' }), ...over },
  });
  await applications.create(() => aChange(of, { jobs: [sendLetter(of, 'prove', NOW, 1)], links: [aLink(of)] }));
  const asked = waiting(of);
  await applications.save(
    aChange(asked, {
      audit: anEntry(asked, { what: 'decide', from: 'waiting', to: 'approved', reason: 'Knows Bo.' }),
      proof: { wrong: 1, codes: [{ issue: 1, at: NOW }], asked: [NOW] },
    }),
  );
  await applications.addAudit({
    ...anEntry(asked, { what: 'votes-are', from: 'waiting', to: 'approved', votes: 1, decidedBy: [ada] }),
    by: ada,
  });
  await applications.addAudit(
    anEntry(asked, { what: 'pick-name', from: 'approved', to: 'approved', oldName: 'leni', newName: 'lena' }),
  );
  const notice = `$notice-${of.id}` as EventId;
  await votes.keepPosted(
    aPosted({ eventId: notice, applicationId: of.id, jobId: `notice-${of.id}`, fingerprint: 'f00d' }),
  );
  const end = async () => {
    assert.equal(await applications.save(aChange(ended(asked))), 'saved');
    return ended(asked);
  };
  await jobs.add([aJob({ key: `say:${of.id}` })]);
  return { of: asked, notice, end };
}

onEveryDatabase((database, open) => {
  describe(`a person in the tables of registration: ${database}`, () => {
    test('L11: an export has everything about an applicant, and no hash, no link, and nobody else’s name', async () => {
      await using opened = await open();
      const { of, end } = await keepLena(opened.storage);
      await end();
      await opened.storage.jobs.add([aJob({ payload: { id: of.id, to: 'old@example.org' } })]);
      await opened.storage.votes.keepReaction(aReaction({ sender: lena }));
      await opened.storage.votes.keepReaction(aReaction({ sender: ada, eventId: '$other' as EventId }));
      const { personal } = opened.storage.registration;
      const data = await personal.export({ userId: lena });
      assert.ok(data);
      assert.deepEqual(Object.keys(data), [
        ...['applications', 'proofs', 'links', 'teamRoomEvents', 'audit', 'letters', 'jobs', 'reactions'],
      ]);
      const [application] = data['applications'] as Record<string, unknown>[];
      const { name, email, order, account, votes, decidedBy, createdAt } = application ?? {};
      assert.deepEqual(
        { name, email, order, account, votes, decidedBy, createdAt },
        {
          ...{ name: 'lena', email: 'lena@example.org', account: lena, votes: ['approve'], decidedBy: 'votes' },
          ...{ order: anOrder({ displayName: 'Lena Ortiz', reason: 'Because.' }), createdAt: when },
        },
      );
      assert.deepEqual(data['links'], [
        {
          application: application?.['application'],
          purpose: 'welcome',
          validUntil: isoAfter(1),
          usedAt: null,
          void: false,
        },
      ]);
      assert.deepEqual(
        (data['audit'] as { what: string; by: string; reason?: string; decidedBy?: string[] }[]).map((entry) => [
          ...[entry.what, entry.by, entry.reason ?? entry.decidedBy],
        ]),
        [
          ['submit', 'porter', undefined],
          ['decide', 'porter', 'Knows Bo.'],
          ['votes-are', 'team', ['team']],
          ['pick-name', 'porter', undefined],
          ['submit', 'porter', undefined],
        ],
      );
      assert.ok((data['jobs'] as { to?: string }[]).some(({ to }) => to === 'old@example.org'));
      assert.equal((data['reactions'] as unknown[]).length, 1);
      const text = JSON.stringify(await personal.export({ userId: lena, addressHash: 'c0ffee' }));
      assert.match(text, /"letters":\[\{"at":"2026-/);
      for (const never of ['c0ffee', 'hash-', 'f00d', ada, 'undefined']) assert.ok(!text.includes(never), never);
      assert.deepEqual((await personal.find({ userId: lena }))[0], { what: 'applications', rows: 1 });
    });

    test('L11: of a password from the form an export says that it is kept, never its hash; erasing takes it', async () => {
      await using opened = await open();
      const { applications, registration } = opened.storage;
      const of = submitted();
      await applications.create(() => aChange(of, { passwordHash: 'hash-1' }));
      const { addressHash } = of;
      const data = await registration.personal.export({ addressHash });
      assert.deepEqual(data?.['chosenPasswords'], [{ application: of.shortId, kept: 'argon2id' }]);
      assert.ok(!JSON.stringify(data).includes('hash-1'));
      const found = await registration.personal.find({ addressHash });
      assert.ok(found.some(({ what, rows }) => what === 'chosenPasswords' && rows === 1));
    });

    test('L11: an application that only asked for the name of an account is not the holder’s', async () => {
      await using opened = await open();
      const { end } = await keepLena(opened.storage);
      await end();
      const before = submitted({ localpart: 'lena' as Localpart });
      // Lena's account is made, so her claim of the name has ended.
      await opened.storage.applications.create(() => aChange(before));
      const { personal } = opened.storage.registration;
      const addressesOf = async (person: Person) =>
        ((await personal.export(person))?.['applications'] as { email: string }[] | undefined)?.map(
          ({ email }) => email,
        );
      assert.deepEqual(await addressesOf({ userId: lena }), ['lena@example.org']);
      const again = submitted({ addressHash: 'c0ffee' });
      await opened.storage.applications.create(() => aChange(again));
      assert.deepEqual(await addressesOf({ userId: lena }), ['lena@example.org', again.email]);
      assert.deepEqual(await addressesOf(personOf(before)), [before.email]);
      assert.equal(await personal.export({ userId: '@lena:elsewhere.test' as UserId }), undefined);
      assert.deepEqual(await personal.find({}), []);
    });

    test('L11: nothing is erased while an application is open; afterwards everything goes, and the audit says who decided', async () => {
      await using opened = await open();
      const { applications, votes, jobs, registration, desk } = opened.storage;
      const { of, notice, end } = await keepLena(opened.storage);
      const other = await keepLena(opened.storage, {
        ...{ localpart: 'bo' as Localpart, email: anEmail('bo@example.org'), addressHash: 'beef' },
      });
      const { personal } = registration;
      assert.deepEqual((await personal.export(personOf(of)))?.['claims'], [
        { application: of.shortId, kind: 'address' },
        { application: of.shortId, kind: 'name', value: 'lena' },
      ]);
      const refused = { ok: false, refusal: 'in-use', detail: `Application ${of.shortId} is still open.` };
      assert.deepEqual(await personal.erase(personOf(of)), refused);
      assert.ok(await applications.find(of.id));

      await end();
      const erased = await personal.erase({ userId: lena, addressHash: 'c0ffee' });
      assert.ok(erased.ok && erased.value.rows > 6, JSON.stringify(erased));
      assert.equal(await applications.find(of.id), undefined);
      assert.equal(await applications.findProof(of.id), undefined);
      assert.equal(await applications.findLink(aLink(of).hash), undefined);
      assert.deepEqual(await applications.lettersTo('c0ffee', 0), []);
      assert.ok(!(await desk.list({ limit: 99 })).some(({ key, payload }) => `${key} ${payload}`.includes(of.id)));
      assert.deepEqual(
        (await applications.audit(of.id)).map((entry) => [
          entry.what,
          'decidedBy' in entry ? entry.decidedBy : undefined,
        ]),
        [
          ...[
            ['submit', undefined],
            ['decide', undefined],
          ],
          ...[
            ['votes-are', [ada]],
            ['pick-name', undefined],
            ['submit', undefined],
          ],
        ],
      );
      assert.ok(!/Knows|len[ai]/.test(JSON.stringify(await applications.audit(of.id))));
      // The room's event is known, so that it can be redacted; what it said is not.
      const posted = await votes.findPosted(notice);
      assert.deepEqual([posted?.applicationId, posted?.fingerprint], [of.id, undefined]);
      assert.deepEqual(await personal.erase({ userId: lena, addressHash: 'c0ffee' }), { ok: true, value: { rows: 0 } });

      assert.ok(await applications.find(other.of.id));
      assert.equal((await applications.lettersTo('beef', 0)).length, 1);
      assert.equal((await applications.audit(other.of.id)).length, 4);
      assert.equal((await votes.findPosted(other.notice))?.fingerprint, 'f00d');
      assert.ok((await jobs.lease(leaseOf(opened.clock.now()))).jobs.length > 0);
    });

    test('L11: a job at work is not erased under its handler, and what waits behind an erased job gets its turn', async () => {
      await using opened = await open();
      const { jobs, registration, desk } = opened.storage;
      const { end } = await keepLena(opened.storage);
      const of = await end();
      const now = opened.clock.now();
      const line = { destination: 'team-room:current', dueAt: now, expiresAt: now + 86_400_000 } as const;
      const [first, mine, last] = [aJob(line), aJob({ ...line, payload: { id: of.id } }), aJob(line)];
      await jobs.add([first, mine, last]);
      const { jobs: leased } = await jobs.lease(leaseOf(now));
      // The jobs of the application itself are at work now, in queues of their own.
      assert.ok(leased.some(({ key }) => key.includes(of.id)));
      assert.deepEqual(await registration.personal.erase(personOf(of)), {
        ...{ ok: false, refusal: 'in-use' },
        detail: `Porter is working on application ${of.shortId} at this moment; try again in a minute.`,
      });
      const finish = (some: typeof leased) =>
        jobs.finishAttempts(
          some.map(({ id, attempt }) => ({ id, attempt, end: { kind: 'done', receipt: undefined } })),
          now,
        );
      // `mine` is the next of its queue, and `last` stands behind it.
      await finish(leased);
      assert.ok((await registration.personal.erase(personOf(of))).ok);
      assert.deepEqual(
        (await jobs.lease(leaseOf(now))).jobs.map(({ key }) => key),
        [last.key],
      );
      assert.equal(
        (await desk.list({ limit: 99 })).find(({ key }) => key === mine.key),
        undefined,
      );
    });

    test('L11: of a member of the team the votes go that no longer count; what they did stays on the record', async () => {
      await using opened = await open();
      const { votes, registration } = opened.storage;
      const openOne = await keepLena(opened.storage, { localpart: 'bo' as Localpart, addressHash: 'beef' });
      const endedOne = await keepLena(opened.storage);
      await endedOne.end();
      const vote = (id: string, target: EventId) =>
        votes.keepReaction(aReaction({ eventId: id as EventId, roomId: '!room' as RoomId, target, sender: ada }));
      await vote('$one', openOne.notice);
      await vote('$two', endedOne.notice);
      assert.deepEqual(await registration.personal.find({ userId: ada }), [
        { what: 'reactions', rows: 2 },
        { what: 'teamActs', rows: 2 },
      ]);
      assert.deepEqual(await registration.personal.erase({ userId: ada }), { ok: true, value: { rows: 1 } });
      assert.equal((await votes.liveReactions(openOne.notice)).length, 1);
      assert.deepEqual(await votes.liveReactions(endedOne.notice), []);
      assert.deepEqual(await registration.personal.find({ userId: ada }), [
        { what: 'reactions', rows: 1 },
        { what: 'teamActs', rows: 2 },
      ]);
    });
  });

  describe(`a person in the tables of meetings: ${database}`, () => {
    const token = (over: object) => ({
      ...{ jti: 'j', at: NOW, caller: 'http game', room: 'lobby', name: 'Bo', moderator: false, until: NOW, ...over },
    });
    const invitation = (over: object) => ({
      ...{ id: 'i', createdAt: NOW, by: 'command', room: 'lobby', name: undefined, moderator: false, until: NOW },
      ...{ uses: undefined, used: 0, revokedAt: undefined, ...over },
    });

    test('L11: rows with exactly their user ID or the display name asked for are theirs, and nobody else’s', async () => {
      await using opened = await open();
      const { record, invitations, personal } = opened.storage.meetings;
      await record.add([token({ name: 'Lena Ortiz' }), token({ name: lena }), token({ caller: lena }), token({})]);
      await invitations.add(invitation({ name: 'Lena Ortiz' }), 'h1');
      await invitations.add(invitation({ id: 'k', by: lena, name: 'Bo' }), 'h2');
      await invitations.add(invitation({ id: 'l', name: 'Lena' }), 'h3');

      assert.equal(await personal.export({ addressHash: 'c0ffee' }), undefined);
      assert.deepEqual(await personal.find({ userId: lena }), [
        { what: 'invitations', rows: 1 },
        { what: 'tokens', rows: 2 },
      ]);
      const person = { userId: lena, displayName: 'Lena Ortiz' };
      const data = await personal.export(person);
      assert.ok(data);
      assert.deepEqual((data['tokens'] as unknown[])[0], {
        ...{ room: 'lobby', name: 'Lena Ortiz', moderator: false, caller: 'http game', at: when, until: when },
      });
      assert.deepEqual(
        (data['invitations'] as { name: unknown }[]).map(({ name }) => name),
        ['Lena Ortiz', null],
      );
      assert.ok(!/h1|Bo/.test(JSON.stringify(data)));

      assert.deepEqual(await personal.erase(person), { ok: true, value: { rows: 5 } });
      assert.equal(await personal.export(person), undefined);
      assert.deepEqual(
        (await record.list({ limit: 9 })).map(({ name }) => name),
        ['Bo'],
      );
      assert.deepEqual(
        (await invitations.list(9)).map(({ id }) => id),
        ['l'],
      );
    });
  });

  test(`L11: all parts are walked, and an open application stops the erasure before anything goes: ${database}`, async () => {
    await using opened = await open();
    const { end, of } = await keepLena(opened.storage);
    await opened.storage.meetings.record.add([
      { jti: 'j', at: NOW, caller: lena, room: 'lobby', name: 'x', moderator: false, until: NOW },
    ]);
    const all = personInParts({ storage: opened.storage, keys: undefined, epoch: 1 });
    const person = { userId: lena, addressHash: of.addressHash };
    assert.equal((await all.erase(person)).ok, false);
    assert.deepEqual(Object.keys(await all.export(person)), ['registration', 'meetings']);
    await end();
    assert.ok((await all.erase(person)).ok);
    assert.deepEqual(await all.export(person), {});
    assert.deepEqual(await all.find(person), []);
  });
});

const isoAfter = (hours: number): string => new Date(NOW + hours * 3_600_000).toISOString();
const leaseOf = (now: number) => ({
  ...{ now, dueUntil: now, expiredUntil: now, limit: 99, leaseMs: 1_000, except: [] },
});
