import type { Clock } from '../kernel/clock.ts';
import { done, type JobHandler, later, nothing, unreadable } from '../outbox/job.ts';
import type { CollectedJob, FoundTogether, Telling } from './ports/collection.ts';
import type { NotificationStore } from './ports/notification-store.ts';
import type { Address, Reached } from './rules/address-book.ts';
import { correctionJob } from './rules/correction-job.ts';
import { type Collected, composeDigest, type DigestWords, openAfter, openIn, stillToTell } from './rules/digest.ts';
import { readDigest } from './rules/digest-job.ts';
import { shownUnder } from './rules/incident.ts';
import { deliveryJobs, readDelivery, summaryName } from './rules/jobs.ts';
import { endOfQuiet } from './rules/quiet-hours.ts';
import type { NotificationSettings } from './settings.ts';

export interface TellCollectedNeeds {
  readonly store: Pick<NotificationStore, 'tellCollected'>;
  readonly settings: Pick<NotificationSettings, 'life'>;
  readonly words: DigestWords;
  readonly clock: Pick<Clock, 'now'>;
}

/**
 * Makes one notification of all that was collected for an address, and ends those. Done twice it tells nothing twice, because each is
 * ended in the commit that adds what tells of it.
 */
export function makeTellCollected({ store, settings, words, clock }: TellCollectedNeeds): JobHandler {
  /** What goes out instead; no job if all of it is over. The digest is named after the first job in it, which no other digest has. */
  async function tell(found: FoundTogether, { manner, ...to }: Reached): Promise<Telling> {
    const { jobs, count, told } = found;
    const collected = jobs.flatMap((job) => readCollected(job) ?? []);
    const kept = stillToTell(collected, await knownOpen(found, collected, to));
    const open = openAfter(told, kept);
    const cleared = collected.filter((one) => !kept.includes(one)).map(({ id }) => id);
    const more = count - collected.length;
    const now = clock.now();
    const life = settings.life;
    const corrections = collected.flatMap(({ id, notification, incident }) =>
      incident === undefined || incident.over.length === 0
        ? []
        : [correctionJob({ address: to, notification, incident }, { cause: id, at: now, life })],
    );
    const [first] = kept;
    const [named] = jobs;
    // What was not read may not be over.
    if (named === undefined || (first === undefined && more === 0)) return { jobs: [], corrections, cleared, open };
    const alone = first !== undefined && kept.length === 1 && more === 0 && cleared.length === 0;
    const notification = alone
      ? first.notification
      : composeDigest(kept, { more, cleared: cleared.length, now }, words);
    const at = alone ? first.at : now;
    const reached: Reached = { ...to, manner: manner.quiet === undefined ? {} : { quiet: manner.quiet } };
    // What stands alone is no digest: its end changes it as it would change any other message.
    const incident = alone ? first.incident : undefined;
    const out = deliveryJobs(summaryName(named.id), notification, [reached], { at, life, incident });
    return { jobs: out, corrections: alone ? [] : corrections, cleared, open };
  }

  return async (job) => {
    const read = readDigest(job);
    if (read === undefined) throw unreadable('A newer version of Porter wrote this');
    const { collection, to } = read;
    const at = clock.now();
    const heldUntil = to.manner.quiet && endOfQuiet(to.manner.quiet, at);
    if (heldUntil !== undefined) return later(heldUntil);
    const told = await store.tellCollected(collection, at, (found) => tell(found, to));
    return told ? done() : nothing;
  };
}

/**
 * What people know, or are about to know, has begun and not ended, in the form of `openAfter`: by digests before, by messages outside of
 * digests, and by deliveries that are still on their way past the digest.
 */
async function knownOpen(
  { told, findShown, findOnTheirWay }: FoundTogether,
  collected: readonly Collected[],
  to: Address,
): Promise<readonly string[]> {
  const incidents = new Map(
    collected.flatMap(({ incident }) => (incident ? [[shownUnder(incident, to), incident]] : [])),
  );
  const open = [...told];
  for (const [name, incident] of incidents) open.push(...openIn(incident, await findShown(name)));
  // Only what would be left out has to be looked for there.
  if (stillToTell(collected, open).length === collected.length) return open;
  return openAfter(
    open,
    (await findOnTheirWay(to)).flatMap((job) => readCollected(job) ?? []),
  );
}

/** Undefined if a newer version wrote it: it is counted. */
function readCollected({ id, payload }: CollectedJob): Collected | undefined {
  const read = payload && readDelivery({ payload });
  if (read === undefined) return undefined;
  const { at, notification, incident } = read;
  return { id, at, notification, incident };
}
