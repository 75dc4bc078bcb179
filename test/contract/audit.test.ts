import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import type { EventId, UserId } from '../../src/kernel/matrix-id.ts';
import type { ApplicationEvent } from '../../src/registration/ports/application-audit.ts';
import { onEveryDatabase } from './databases.ts';
import { aChange, NOW, submitted } from './samples.ts';

const ada = '@ada:porter.test' as UserId;
const waiting = { from: 'waiting', to: 'waiting' } as const;

/** One of every kind; the compiler wants all of them. */
const everyEvent: { readonly [What in ApplicationEvent['what']]: Extract<ApplicationEvent, { what: What }> } = {
  submit: { what: 'submit' },
  prove: { what: 'prove', from: 'submitted', to: 'waiting', proof: 'code' },
  'end-proof': { what: 'end-proof', from: 'submitted', to: 'expired' },
  withdraw: { what: 'withdraw', from: 'waiting', to: 'withdrawn' },
  expire: { what: 'expire', from: 'approved', to: 'expired', why: 'no-name-picked' },
  'votes-are': { what: 'votes-are', ...waiting, votes: 2, decidedBy: [ada] },
  decide: { what: 'decide', from: 'waiting', to: 'declined', reason: 'I know "Ada"; \u0000 and \'Bo\'' },
  undo: { what: 'undo', from: 'admitted', to: 'waiting', round: 2 },
  reopen: { what: 'reopen', from: 'closed', to: 'waiting', round: 3 },
  'new-round': { what: 'new-round', ...waiting, round: 4, why: 'restored' },
  'account-made': { what: 'account-made', from: 'approved', to: 'admitted' },
  'account-gone': { what: 'account-gone', from: 'admitted', to: 'expired', userId: ada },
  'name-lost': { what: 'name-lost', from: 'approved', to: 'approved' },
  'pick-name': { what: 'pick-name', from: 'approved', to: 'approved', oldName: 'lena', newName: 'lena2' },
  'refusal-sent': { what: 'refusal-sent', from: 'declined', to: 'closed', letter: 'refused' },
  'link-used': { what: 'link-used', from: 'admitted', to: 'settled' },
  'wrong-code': { what: 'wrong-code', wrong: 3 },
  'correct-address': { what: 'correct-address' },
  letter: { what: 'letter', letter: 'welcome', result: 'sent' },
  resend: { what: 'resend', letter: 'already-open' },
  'address-not-bound': { what: 'address-not-bound' },
};

onEveryDatabase((database, open) => {
  describe(`audit log: ${database}`, () => {
    test('every kind of event is read back with its data, oldest first', async () => {
      await using opened = await open();
      const { applications } = opened.storage;
      const [one, other] = [submitted(), submitted()];
      await applications.create(() => aChange(one));
      await applications.create(() => aChange(other));
      const entries = Object.values(everyEvent).map((event, at) => ({
        ...{ ...event, subject: one.id, at: NOW + at, by: at % 2 === 0 ? ada : ('cli:root' as const) },
      }));
      for (const entry of entries) await applications.addAudit(entry);
      await opened.reopen();
      assert.deepEqual((await opened.storage.applications.audit(one.id)).slice(1), entries);
      assert.equal((await opened.storage.applications.audit(other.id)).length, 1);
    });

    test('what an event of the room ordered is found by that event', async () => {
      await using opened = await open();
      const { applications } = opened.storage;
      const one = submitted();
      await applications.create(() => aChange(one));
      const cause = '$ordered' as EventId;
      const entry = { ...everyEvent.undo, subject: one.id, at: NOW, by: ada, cause };
      await applications.addAudit({ ...everyEvent.submit, subject: one.id, at: NOW, by: ada });
      await applications.addAudit(entry);
      assert.deepEqual(await applications.causedBy(cause), entry);
      assert.equal(await applications.causedBy('$other' as EventId), undefined);
    });

    test('an entry that this version does not know is never taken for another', async () => {
      await using opened = await open();
      const { applications } = opened.storage;
      const one = submitted();
      await applications.create(() => aChange(one));
      const odd = { what: 'letter', letter: 'love', result: 'sent', subject: one.id, at: NOW, by: ada };
      // As another version of Porter may have written it.
      await applications.addAudit(odd as unknown as Parameters<typeof applications.addAudit>[0]);
      await assert.rejects(applications.audit(one.id), { code: 'storage.unreadable', retryable: false });
    });
  });
});
