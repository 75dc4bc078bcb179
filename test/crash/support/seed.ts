import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { systemClock } from '../../../src/kernel/clock.ts';
import { makeIds } from '../../../src/kernel/ids.ts';
import { silentLog } from '../../../src/kernel/log.ts';
import { Secret } from '../../../src/kernel/secret.ts';
import { makeAdvance } from '../../../src/registration/advance.ts';
import { makeSubmit } from '../../../src/registration/apply/submit.ts';
import { makeDerivations } from '../../../src/security/derivations.ts';
import { parseKeyRing } from '../../../src/security/key-ring.ts';
import { openStorage } from '../../../src/storage/open-storage.ts';
import type { House } from '../../journeys/support/house.ts';
import { someSettings } from '../../support/door.ts';
import { aSubmission, wideLetters } from '../../support/order.ts';

/**
 * Puts so many proved applications into the database of a Porter that does not run, through the real use cases: each has a notice,
 * two marks and a letter in the outbox. People's names are `seed1`, `seed2` … at `example.org`.
 */
export async function seedApplications({ porter }: House, count: number): Promise<void> {
  const ids = makeIds(systemClock.now);
  const place = { kind: 'sqlite', path: path.join(porter.dir, 'porter.db') } as const;
  await using storage = await openStorage(place, { clock: systemClock, ids, log: silentLog, owner: true });
  const { applications, meta } = storage;
  const keys = parseKeyRing(new Secret(await readFile(path.join(porter.dir, 'porter.key'), 'utf8')));
  const derive = makeDerivations(keys, await meta.epoch());
  const wide = { ...wideLetters, perDay: 1e6, open: 1e6, perDomainPerDay: 1e6, freeDomains: new Set<string>() };
  const settings = someSettings({ limits: wide, decideWithin: 30 * 86_400_000 });
  const accounts = { isFree: async () => 'free' as const };
  const ask = async () => ({ voters: new Set<never>(), name: 'free' as const, teamLoad: [], teamAt: undefined });
  const passwords = { judge: async () => undefined };
  const nothing = { passwords, events: { current: async () => undefined }, sayCapMet: async () => undefined };
  const submit = makeSubmit({ ...nothing, applications, accounts, derive, settings, clock: systemClock, ids });
  const advance = makeAdvance({ applications, ask, clock: systemClock, settings });
  for (let n = 1; n <= count; n += 1) {
    const username = `seed${n}`;
    const email = `${username}@example.org`;
    const made = await submit(aSubmission({ username, email, displayName: `Seed ${n}` }));
    if (made.kind !== 'accepted') throw new Error(`${username} was not accepted`);
    const link = await applications.findLink(derive.linkHash(made.ticket));
    const found = link && (await applications.find(link.applicationId));
    const proved = found && (await advance(found.id, { kind: 'prove', by: 'link', email: found.email }));
    if (proved?.ok !== true) throw new Error(`${username} was not proved`);
  }
}
