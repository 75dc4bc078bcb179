import type { JobHandler } from '../../src/outbox/job.ts';
import type { Mailer } from '../../src/ports/mailer.ts';
import type { TestStorage } from '../contract/databases.ts';
import { finish, lease } from '../contract/job-rig.ts';

export type Mail = Parameters<Mailer['send']>[0];

/** Does what is due by its handler. Resolves with how each job ended, or with the kind of one that has no handler here. */
export async function doJobs(
  { storage, clock }: Pick<TestStorage, 'storage' | 'clock'>,
  handlers: Readonly<Record<string, JobHandler>>,
): Promise<readonly string[]> {
  const now = clock.now();
  const ended: string[] = [];
  // One place has one job at a time, so the next ones are due after it.
  for (;;) {
    const leased = await lease(storage, { now, dueUntil: now, expiredUntil: now });
    if (leased.length === 0) return ended;
    for (const job of leased) {
      const tools = { signal: new AbortController().signal, freeze: async <Content>(content: Content) => content };
      ended.push((await handlers[job.kind]?.(job, tools))?.kind ?? job.kind);
    }
    await finish(storage, leased, { kind: 'done' }, now);
  }
}

/** The path in the newest letter that links a page below this one. */
export function linkOf(mails: readonly Mail[], page: string): string {
  const found = mails
    .map(({ text }) => new RegExp(`https://porter\\.test(/${page}/\\S+)`).exec(text)?.[1])
    .findLast((link) => link !== undefined);
  if (found === undefined) throw new Error('no link was mailed');
  return found;
}
