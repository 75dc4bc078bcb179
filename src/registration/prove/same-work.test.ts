import assert from 'node:assert/strict';
import { test } from 'node:test';
import { openTestDoor } from '../../../test/support/door.ts';
import type { UserId } from '../../kernel/matrix-id.ts';

test('S7: a known address costs the same questions to the homeserver, jobs, rows and letters as an unknown one', async () => {
  await using door = await openTestDoor();
  await door.applyAndProve();
  door.accounts.addresses.set('owner@example.org', '@owner:porter.test' as UserId);

  const asked: string[] = [];
  for (const name of ['isFree', 'ownerOf', 'createFor', 'findFor', 'bind'] as const) {
    const real = door.accounts[name]?.bind(door.accounts) as (...all: unknown[]) => unknown;
    Object.assign(door.accounts, {
      [name]: (...all: unknown[]) => {
        asked.push(name);
        return real(...all);
      },
    });
  }
  const { applications, desk } = door.storage;
  const costOf = async (username: string, email: string) => {
    asked.length = 0;
    const letters = door.mails.length;
    const jobs = (await desk.list({ limit: 1_000 })).length;
    const { ticket, application } = await door.apply({ username, email });
    await door.runJobs();
    await door.site.enterCode(ticket, '00000000');
    return {
      asked: [...asked],
      letters: door.mails.length - letters,
      jobs: (await desk.list({ limit: 1_000 })).length - jobs,
      rows: (await applications.audit(application.id)).map(({ what }) => what),
    };
  };
  const unknown = await costOf('mia', 'new@example.org');
  assert.equal(unknown.letters, 1);
  assert.ok(unknown.asked.includes('ownerOf'));
  assert.deepEqual(await costOf('nia', 'owner@example.org'), unknown, 'has an account');
  assert.deepEqual(await costOf('pia', 'Lena@example.org'), unknown, 'has an open application');
});
