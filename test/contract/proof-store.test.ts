import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { DAY, systemClock } from '../../src/kernel/clock.ts';
import type { NewLink } from '../../src/registration/ports/application-store.ts';
import { onEveryDatabase } from './databases.ts';
import { aChange, aJob, aLink, anEmail, anEntry, countedFrom, NOW, submitted, waiting } from './samples.ts';

onEveryDatabase((database, open) => {
  describe(`links and proofs of applications: ${database}`, () => {
    test('S5: a link is spent once, and ends with its purpose', async () => {
      await using opened = await open({ clock: systemClock });
      const { applications } = opened.storage;
      const first = submitted();
      const link = aLink(first);
      await applications.create(() => aChange(first, { links: [link] }));
      assert.deepEqual(await applications.findLink(link.hash), { ...link, usedAt: undefined, void: false });
      const next = waiting(first);
      assert.equal(await applications.save(aChange(next, { spends: link.hash })), 'saved');
      assert.equal((await applications.findLink(link.hash))?.usedAt, NOW);
      const again = { ...next, version: next.version + 1 };
      assert.equal(await applications.save(aChange(again, { spends: link.hash })), 'link-used');
      assert.equal((await applications.find(first.id))?.version, next.version);

      const status = aLink(first, { hash: 'status', purpose: 'status' });
      const fresh = aLink(first, { hash: 'fresh', issue: 2 });
      await applications.keepLink(status);
      assert.equal(await applications.save(aChange(again, { links: [fresh], voids: ['welcome'] })), 'saved');
      assert.equal((await applications.findLink(link.hash))?.void, true);
      assert.equal((await applications.findLink('fresh'))?.void, false);
      assert.equal((await applications.findLink('status'))?.void, false);
    });

    test('a link that is kept again is good until the later time, unless it is used or void', async () => {
      await using opened = await open({ clock: systemClock });
      const { applications } = opened.storage;
      const first = submitted();
      await applications.create(() => aChange(first));
      const [fresh, used, ended] = (['open', 'used', 'ended'] as const).map((hash) =>
        aLink(first, { hash, validUntil: NOW + 10, purpose: hash === 'ended' ? 'check' : 'welcome' }),
      ) as [NewLink, NewLink, NewLink];
      for (const link of [fresh, used, ended]) await applications.keepLink(link);
      assert.equal(await applications.save(aChange(waiting(first), { spends: 'used', voids: ['check'] })), 'saved');
      const until = async (hash: string) => (await applications.findLink(hash))?.validUntil;
      for (const link of [fresh, used, ended]) await applications.keepLink({ ...link, validUntil: NOW + 20 });
      assert.equal(await until('open'), NOW + 20);
      assert.equal(await until('used'), NOW + 10);
      assert.equal(await until('ended'), NOW + 10);
      await applications.keepLink({ ...fresh, validUntil: NOW + 15 });
      assert.equal(await until('open'), NOW + 20);
      assert.equal((await applications.findLink('open'))?.void, false);
    });

    test('S4: changes of the proof go one after the other, so no entry is lost', async () => {
      await using opened = await open({ clock: systemClock });
      const other = await opened.beside();
      const first = submitted();
      await opened.storage.applications.create(() => aChange(first));
      const results = await Promise.all(
        Array.from({ length: 20 }, (_, n) =>
          (n % 2 ? other : opened.storage).applications.changeProof(first.id, (proof) => ({
            result: proof.wrong + 1,
            proof: { ...proof, wrong: proof.wrong + 1, asked: [...proof.asked, NOW], codes: [{ issue: 1, at: NOW }] },
          })),
        ),
      );
      assert.deepEqual(
        results.toSorted((a, b) => (a ?? 0) - (b ?? 0)),
        Array.from({ length: 20 }, (_, n) => n + 1),
      );
      const proof = await opened.storage.applications.findProof(first.id);
      assert.equal(proof?.wrong, 20);
      assert.equal(proof?.asked.length, 20);
      assert.deepEqual(proof?.codes, [{ issue: 1, at: NOW }]);
      assert.equal(await other.applications.changeProof('nobody', () => ({ result: 1 })), undefined);
    });

    test('S8: letters of many applications to one address are counted one after the other, wherever they are asked for', async () => {
      await using opened = await open({ clock: systemClock });
      const other = await opened.beside();
      const all = Array.from({ length: 12 }, submitted);
      for (const each of all) {
        await opened.storage.applications.create((shortId) => aChange({ ...each, shortId }));
      }
      const results = await Promise.all(
        all.map(({ id }, n) =>
          (n % 2 ? other : opened.storage).applications.changeProof(id, async (proof, before) => {
            if ((await before.lettersTo('victim', 0)).length >= 3) return { result: 'full' };
            const job = aJob({ destination: 'email:victim', lane: 'codes', kind: 'registration.send-letter' });
            return { result: 'asked', proof, jobs: [job] };
          }),
        ),
      );
      assert.equal(results.filter((result) => result === 'asked').length, 3);
      assert.equal((await opened.storage.applications.lettersTo('victim', 0)).length, 3);
    });

    test('S8: a domain counts each address that an application had there within the time', async () => {
      await using opened = await open();
      const first = submitted();
      await opened.storage.applications.create(() => aChange(first));
      const ofDomain = async (domain: string, since = NOW) =>
        (await opened.storage.applications.counts(countedFrom(since), domain)).unprovedOfDomain;
      const correct = (address: string) =>
        opened.storage.applications.changeProof(first.id, (proof) => ({
          result: 1,
          proof,
          email: { email: anEmail(address), addressHash: address },
        }));
      assert.equal(await ofDomain('example.org'), 1);
      await correct('second@example.org');
      assert.equal(await ofDomain('example.org'), 2);
      await correct('third@other.example');
      await opened.reopen();
      assert.deepEqual([await ofDomain('example.org'), await ofDomain('other.example')], [2, 1]);
      assert.equal((await opened.storage.applications.counts(countedFrom(NOW), '')).unproved, 1);
      await opened.storage.registration.tidy(NOW);
      assert.equal(await ofDomain('other.example'), 1);
      await opened.storage.registration.tidy(opened.clock.now() + DAY);
      assert.equal(await ofDomain('other.example'), 0);
    });

    test('S5: a corrected address goes into the application only while it is not proved; later it is a bug, and nothing is kept', async () => {
      await using opened = await open();
      const { applications } = opened.storage;
      const first = submitted();
      await applications.create(() => aChange(first));
      const to = { email: anEmail('new@other.example'), addressHash: 'new' };
      const job = aJob({ destination: 'email:new', key: 'mail', lane: 'codes', kind: 'registration.send-letter' });
      await applications.changeProof(first.id, (proof) => ({ result: 1, proof, email: to, jobs: [job] }));
      assert.deepEqual(await applications.find(first.id), { ...first, ...to, version: 2 });
      assert.deepEqual(await applications.lettersTo('new', NOW), [NOW]);
      assert.deepEqual(await applications.lettersTo('new', NOW + 1), []);
      assert.equal((await applications.counts(countedFrom(NOW), 'other.example')).unprovedOfDomain, 1);

      await applications.save(aChange({ ...waiting(first), version: 3, ...to }));
      const late = { email: anEmail('late@late.example'), addressHash: 'x' };
      const audit = anEntry(first, { what: 'correct-address' });
      await assert.rejects(
        applications.changeProof(first.id, (proof) => ({
          ...{ result: 1, proof: { ...proof, wrong: 1 }, email: late, audit, voids: ['prove'] },
        })),
      );
      assert.equal((await applications.find(first.id))?.addressHash, 'new');
      assert.equal((await applications.findProof(first.id))?.wrong, 0);
      assert.ok(!(await applications.audit(first.id)).some(({ what }) => what === 'correct-address'));
      assert.equal((await applications.counts(countedFrom(NOW), 'late.example')).unprovedOfDomain, 0);
    });

    test('a change of the proof keeps links, and sees those that there are', async () => {
      await using opened = await open();
      const { applications } = opened.storage;
      const first = submitted();
      await applications.create(() => aChange(first));
      const link = aLink(first, { purpose: 'prove' });
      const see = (voids: readonly 'prove'[] = []) =>
        applications.changeProof(first.id, async (_proof, beside) => ({
          result: { application: beside.application, link: await beside.link(link.hash) },
          voids,
        }));
      assert.deepEqual(await see(), { application: first, link: undefined });
      await applications.changeProof(first.id, () => ({ result: 1, links: [link] }));
      assert.deepEqual((await see(['prove']))?.link, { ...link, usedAt: undefined, void: false });
      assert.equal((await see())?.link?.void, true);
    });

    test('an exception in a change takes everything back', async () => {
      await using opened = await open();
      const { applications } = opened.storage;
      const first = submitted();
      await applications.create(() => aChange(first));
      await assert.rejects(
        applications.changeProof(first.id, () => {
          throw new Error('no');
        }),
        /no/,
      );
      assert.equal((await applications.findProof(first.id))?.wrong, 0);
    });

    test('S8: letters are counted by job, over applications and restarts, a repeated job once', async () => {
      await using opened = await open();
      const jobs = ['l1', 'l2'].map((key) =>
        aJob({ destination: 'email:h', key, lane: 'codes', kind: 'registration.send-letter' }),
      );
      // A welcome letter is nothing that a stranger can cause.
      jobs.push(aJob({ destination: 'email:h', key: 'l3', lane: 'decisions' }));
      await opened.storage.applications.create(() => aChange(submitted(), { jobs }));
      await opened.storage.jobs.add(jobs);
      await opened.reopen();
      assert.equal((await opened.storage.applications.lettersTo('h', 0)).length, 2);
    });
  });
});
