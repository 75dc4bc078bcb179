import type { Job } from '../outbox/job.ts';
import type { Notification } from '../ports/channel.ts';
import type { JobsInWords, KnownJob } from '../ports/job-words.ts';
import { titleOf } from './rules/fold.ts';
import { DELIVER, FOLD, readDelivery, readFold } from './rules/jobs.ts';

/** Says of a delivery what it carries and over which channel; the address may be a person's. */
export const notificationsInWords: JobsInWords = {
  describe: async (jobs) => jobs.map((job) => (job.kind in words ? { what: whatOf(job), idle: undefined } : undefined)),
  dropped: async () => [],
};

const words: Readonly<Record<string, (job: Pick<Job, 'payload' | 'destination'>) => string>> = {
  [DELIVER]: (job) => said(`notification over ${channelOf(job)}`, readDelivery(job)?.notification),
  [FOLD]: (job) => said('repetitions of', readFold(job)?.notification),
};

const channelOf = ({ destination }: Pick<Job, 'destination'>): string => destination.slice(0, destination.indexOf(':'));

const whatOf = ({ kind, destination, payload }: KnownJob): string =>
  (payload && words[kind]?.({ payload, destination })) ?? 'notification';

function said(what: string, notification: Notification | undefined): string {
  if (notification === undefined) return what;
  const { origin } = notification;
  return `${what} "${titleOf(notification)}"${origin === '' ? '' : ` from ${origin}`}`;
}
