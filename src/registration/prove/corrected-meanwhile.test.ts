import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { codeIn, linkIn, openTestDoor, type TestDoor } from '../../../test/support/door.ts';
import { asked, said } from '../../../test/support/proving.ts';
import { MINUTE } from '../../kernel/clock.ts';
import { Fault } from '../../kernel/fault.ts';
import { countedSince } from '../rules/caps.ts';
import { makeCorrectAddress } from './correct-address.ts';
import { makeResendProof } from './resend-proof.ts';

/** Before the homeserver says whether an address is in use, `work` is done, once. */
function whileAsked(door: TestDoor, work: () => Promise<unknown>): void {
  const ownerOf = door.accounts.ownerOf.bind(door.accounts);
  door.accounts.ownerOf = async (...about) => {
    door.accounts.ownerOf = ownerOf;
    await work();
    return ownerOf(...about);
  };
}

/** The store of a use case that is overtaken by `work` on its way to the lock. */
function overtakenBy(door: TestDoor, work: () => Promise<unknown>): TestDoor['storage']['applications'] {
  const { applications } = door.storage;
  return {
    ...applications,
    async changeProof(...asking) {
      await work();
      return applications.changeProof(...asking);
    },
  };
}

const lettersTo = ({ mails }: TestDoor, address: string) => mails.filter(({ to }) => to === address);
const whatOf = async ({ storage }: TestDoor, id: string) =>
  (await storage.applications.audit(id)).map(({ what }) => what);

describe('S5: an address that is corrected while the letter to the other one is being made', () => {
  const addresses: readonly (readonly [string, string])[] = [
    ['mallory@evil.example', 'boss@bigcorp.example'],
    // Alike for the caps, and not the same mailbox everywhere.
    ['boss+mallory@bigcorp.example', 'boss@bigcorp.example'],
  ];
  for (const [old, corrected] of addresses) {
    test(`gets no letter with a key to it: ${old} → ${corrected}`, async () => {
      await using door = await openTestDoor();
      const { application, ticket } = await door.apply({ username: 'mallory', email: old });
      whileAsked(door, async () => assert.equal(said(await door.site.correctAddress(ticket, corrected)), 'ok'));
      await door.runJobs();
      assert.deepEqual(lettersTo(door, old), []);
      // What that letter would have held opens nothing either, whoever has it.
      const [link, code] = [door.derive.linkToken('prove', application.id, 1), door.derive.code(application.id, 1)];
      assert.equal(said(await door.site.proveByLink(link)), 'unknown');
      assert.equal(said(await door.site.enterCode(ticket, code)), 'wrong-code');
      assert.equal((await door.get(application.id)).stage, 'submitted');

      const [letter, ...more] = lettersTo(door, corrected);
      assert.deepEqual(more, []);
      assert.equal(said(await door.site.enterCode(ticket, codeIn(letter))), 'ok');
      assert.equal((await door.get(application.id)).email, corrected);
    });
  }

  test('a letter that may have left before the correction is not repeated to the new address, nor its code kept again', async () => {
    await using door = await openTestDoor();
    const { application, ticket } = await door.apply({ username: 'mallory', email: 'boss+mallory@bigcorp.example' });
    door.mailFault = new Fault('lost answer', {
      ...{ code: 'email.uncertain', retryable: true, scope: 'person', outcome: 'unknown' },
    });
    await door.runJobs();
    door.mailFault = undefined;
    const code = door.derive.code(application.id, 1);
    assert.equal(said(await door.site.correctAddress(ticket, 'boss@bigcorp.example')), 'ok');
    await door.clock.advance(MINUTE);
    await door.runJobs();
    assert.equal(lettersTo(door, 'boss@bigcorp.example').filter(({ text }) => text.includes('/prove/')).length, 1);
    assert.equal(said(await door.site.enterCode(ticket, code)), 'wrong-code');
  });

  test('is not proved by the code of the other one, however alike both are', async () => {
    await using door = await openTestDoor();
    const { application, ticket } = await door.apply({ username: 'mallory', email: 'boss+mallory@bigcorp.example' });
    await door.runJobs();
    const isFree = door.accounts.isFree.bind(door.accounts);
    door.accounts.isFree = async (...about) => {
      await door.site.correctAddress(ticket, 'boss@bigcorp.example');
      return isFree(...about);
    };
    assert.notEqual(said(await door.site.enterCode(ticket, codeIn(door.mails.at(-1)))), 'ok');
    const { stage, email } = await door.get(application.id);
    assert.deepEqual({ stage, email }, { stage: 'submitted', email: 'boss@bigcorp.example' });
  });

  test('is proved by its own letter alone, also when the page asked for another one meanwhile', async () => {
    await using door = await openTestDoor();
    const { ticket } = await asked(door);
    const correct = () => door.site.correctAddress(ticket, 'right@example.org');
    await door.clock.advance(10 * MINUTE);
    const resend = makeResendProof({
      ...{ applications: overtakenBy(door, correct), derive: door.derive, steadyNow: () => door.clock.now() },
    });
    assert.equal(said(await resend(ticket)), 'ok');
    const before = lettersTo(door, 'lena@example.org').length;
    await door.runJobs();
    const asking = ({ text }: { text: string }) => text.includes('/prove/');
    assert.equal(lettersTo(door, 'lena@example.org').slice(before).filter(asking).length, 0);
    const [letter, ...more] = lettersTo(door, 'right@example.org').filter(asking);
    assert.deepEqual(more, [], 'the first one still waited');
    assert.equal(said(await door.site.enterCode(ticket, codeIn(letter))), 'ok');
  });
});

describe('S5: a letter that is being made while its application moves on', () => {
  test('is not sent once the applicant has withdrawn', async () => {
    await using door = await openTestDoor();
    const { application } = await door.apply();
    whileAsked(door, () => door.advance(application.id, { kind: 'withdraw' }));
    assert.deepEqual(await door.runJobs(), []);
    assert.deepEqual(door.mails, []);
    assert.equal(await door.storage.applications.findLink(hashOf(door, application.id)), undefined);
  });

  const hashOf = ({ derive }: TestDoor, id: string) => derive.linkHash(derive.linkToken('prove', id, 1));
});

describe('S15: a correction that comes after the proof', () => {
  test('is refused, and nobody is told of one: no letter, no record, no count against the domain', async () => {
    await using door = await openTestDoor();
    const { application, ticket, link } = await asked(door);
    const { settings, derive, clock, storage } = door;
    const prove = async () => assert.equal(said(await door.site.proveByLink(link)), 'ok');
    const correct = makeCorrectAddress({
      ...{ applications: overtakenBy(door, prove), derive, settings, steadyNow: () => clock.now() },
    });
    assert.equal(said(await correct(ticket, 'lena@other.example')), 'ended');
    await door.runJobs();
    const { stage, email } = await door.get(application.id);
    assert.deepEqual({ stage, email }, { stage: 'waiting', email: 'lena@example.org' });
    assert.deepEqual(
      door.mails.map(({ to }) => to),
      ['lena@example.org', 'lena@example.org'],
    );
    assert.ok(linkIn(door.mails.at(-1), 'status'));
    assert.ok(!(await whatOf(door, application.id)).includes('correct-address'));
    assert.equal((await storage.applications.counts(countedSince(clock.now()), 'other.example')).unprovedOfDomain, 0);
  });

  test('two corrections at once tell every address that had a letter, and no other', async () => {
    await using door = await openTestDoor();
    const { ticket } = await asked(door);
    await door.clock.advance(10 * MINUTE);
    const first = async () => {
      await door.site.correctAddress(ticket, 'first@example.org');
      await door.runJobs();
    };
    const { settings, derive, clock } = door;
    const correct = makeCorrectAddress({
      ...{ applications: overtakenBy(door, first), derive, settings, steadyNow: () => clock.now() },
    });
    assert.equal(said(await correct(ticket, 'second@example.org')), 'ok');
    await door.runJobs();
    const told = door.mails.filter(({ text }) => !text.includes('/prove/')).map(({ to }) => to);
    assert.deepEqual(told.sort(), ['first@example.org', 'lena@example.org']);
  });
});
