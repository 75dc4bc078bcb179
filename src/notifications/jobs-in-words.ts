import type { Clock } from '../kernel/clock.ts';
import type { Job } from '../outbox/job.ts';
import type { Notification } from '../ports/channel.ts';
import type { JobsInWords, KnownJob } from '../ports/job-words.ts';
import { heldInWords } from './held-in-words.ts';
import { ANNOUNCE, readAnnounced } from './rules/announce-job.ts';
import { CORRECT, readCorrection } from './rules/correction-job.ts';
import { DIGEST } from './rules/digest-job.ts';
import { titleOf } from './rules/fold.ts';
import { FOLD, readFold } from './rules/fold-job.ts';
import { channelOf, DELIVER, readDelivery } from './rules/jobs.ts';
import { readRemarkJob, SHOW_REMARK } from './rules/remark-jobs.ts';

/** Says of a delivery what it carries, over which channel, and what holds it back; the address may be a person's. */
export const notificationsInWords = (clock: Pick<Clock, 'now'>): JobsInWords => ({
  describe: async (jobs) =>
    jobs.map((job) => (job.kind in words ? { what: whatOf(job, clock.now()), idle: undefined } : undefined)),
  dropped: async () => [],
});

const words: Readonly<Record<string, (job: Pick<Job, 'payload' | 'destination'>) => string>> = {
  [DELIVER]: (job) => said(`notification over ${channelOf(job)}`, readDelivery(job)?.notification),
  [CORRECT]: (job) =>
    said(`earlier messages over ${channelOf(job)} put right after`, readCorrection(job)?.notification),
  [ANNOUNCE]: (job) => `announcement "${readAnnounced(job)?.title ?? ''}"`,
  [DIGEST]: () => 'digest of notifications',
  [SHOW_REMARK]: ({ payload }) => `what somebody wrote over ${readRemarkJob({ payload })?.channel ?? 'a channel'}`,
  [FOLD]: (job) => said('repetitions of', readFold(job)?.notification),
};

function whatOf({ kind, destination, payload, dueAt }: KnownJob, now: number): string {
  const what = (payload && words[kind]?.({ payload, destination })) ?? 'notification';
  const held = kind === DELIVER && dueAt !== undefined ? heldInWords({ dueAt, payload }, now) : undefined;
  return held === undefined ? what : `${what}, ${held}`;
}

function said(what: string, notification: Notification | undefined): string {
  if (notification === undefined) return what;
  const { origin } = notification;
  return `${what} "${titleOf(notification)}"${origin === '' ? '' : ` from ${origin}`}`;
}
