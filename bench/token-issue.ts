import { DAY, systemClock } from '../src/kernel/clock.ts';
import { makeIds } from '../src/kernel/ids.ts';
import { silentLog as log } from '../src/kernel/log.ts';
import { Secret } from '../src/kernel/secret.ts';
import { makeIssueToken } from '../src/meetings/issue-token.ts';
import { openRecord } from '../src/meetings/record.ts';
import type { CallerPolicy, MeetingsSettings } from '../src/meetings/settings.ts';
import type { IssueToken } from '../src/meetings/use-cases.ts';
import { openTokenKeys } from '../src/security/open-token-keys.ts';
import { openBenchDatabase } from './databases.ts';

export const BENCH_SECRET = 's'.repeat(32);

/** What the configuration gives a program on loopback. */
export const benchPolicy: CallerPolicy = { longest: DAY, rooms: ['*'], everyRoom: true, moderators: true };

/** Issuing as `serve` does it, with the record in a database of its own. */
export async function openBenchIssue(
  keep: MeetingsSettings['record'],
): Promise<{ readonly issue: IssueToken } & AsyncDisposable> {
  await using opening = new AsyncDisposableStack();
  const clock = systemClock;
  const { storage } = opening.use(await openBenchDatabase());
  const record = opening.use(openRecord({ store: storage.meetings.record, keep, clock, log }));
  const signer = await openTokenKeys({ secret: new Secret(BENCH_SECRET), keys: [] });
  const settings: MeetingsSettings = {
    ...{ url: 'https://meet.example.org', domain: 'meet.jitsi', appId: 'porter', audience: 'jitsi', leeway: 10_000 },
    ...{ profile: 'own', features: undefined, group: undefined, lobbyBypass: false, record: keep },
  };
  const issue = makeIssueToken({ settings, signer, record, clock, ids: makeIds(clock.now) });
  const opened = opening.move();
  return { issue, [Symbol.asyncDispose]: () => opened.disposeAsync() };
}
