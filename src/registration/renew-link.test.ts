import assert from 'node:assert/strict';
import { test } from 'node:test';
import { ada, linkIn, openTestDoor, type TestDoor } from '../../test/support/door.ts';
import { MINUTE } from '../kernel/clock.ts';
import type { Application } from './application.ts';

/** What a restore does to the links of these applications. */
async function voidLinks({ storage }: TestDoor, ...of: readonly Application[]): Promise<void> {
  const voids = ['check', 'prove', 'status', 'welcome'] as const;
  for (const { id } of of) await storage.applications.changeProof(id, () => ({ result: undefined, voids }));
}

test('links that a restored backup made void bring a new letter, within the limits, to the address alone', async () => {
  await using door = await openTestDoor();
  const { ticket, application: lena } = await door.apply();
  await door.runJobs();
  assert.equal(await door.site.peekVoidLink(ticket), undefined, 'a good link needs none');
  const { application: ola, statusToken } = await door.applyAndProve({ username: 'ola', email: 'ola@example.org' });
  await voidLinks(door, lena, ola);
  const sent = door.mails.length;

  await door.clock.advance(10 * MINUTE);
  assert.deepEqual(await door.site.peekVoidLink(ticket), { language: 'en' });
  assert.ok((await door.site.renewLink(ticket)).ok);
  await door.runJobs();
  assert.match(door.mails.at(-1)?.text ?? '', /\/prove\//);
  assert.equal(door.mails.at(-1)?.to, 'lena@example.org');

  assert.ok((await door.site.renewLink(statusToken)).ok);
  await door.runJobs();
  assert.match(door.mails.at(-1)?.text ?? '', /\/status\//);
  assert.equal(door.mails.at(-1)?.to, 'ola@example.org');
  assert.equal(door.mails.length, sent + 2);

  await door.site.renewLink(statusToken);
  const third = await door.site.renewLink(statusToken);
  assert.ok(!third.ok && third.refusal === 'limited');
  const none = await door.site.renewLink('A'.repeat(22));
  assert.ok(!none.ok && none.refusal === 'unknown');
});

test('a void link of an application that has ended, or of an address that was corrected, brings nothing', async () => {
  await using door = await openTestDoor();
  const { application, statusToken } = await door.applyAndProve();
  await door.advance(application.id, { kind: 'decide', choice: 'decline', by: ada });
  await door.clock.advance(10 * MINUTE);
  await door.runJobs();
  await voidLinks(door, application);
  assert.equal(await door.site.peekVoidLink(statusToken), undefined);

  // The link in the letter to the old address was void before, and says nothing about the new one.
  const { ticket } = await door.apply({ username: 'ola', email: 'ola@example.orgg' });
  await door.runJobs();
  const token = linkIn(door.mails.at(-1), 'prove');
  await door.clock.advance(10 * MINUTE);
  assert.ok((await door.site.correctAddress(ticket, 'ola@example.org')).ok);
  assert.equal(await door.site.peekVoidLink(token), undefined);
});
