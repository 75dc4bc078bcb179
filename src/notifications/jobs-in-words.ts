import type { Notification } from '../ports/channel.ts';
import type { JobsInWords, KnownJob } from '../ports/job-words.ts';
import { titleOf } from './rules/fold.ts';
import { DELIVER, FOLD, readDelivery, readFold } from './rules/jobs.ts';

/** Says of a delivery what it carries; whom it is for is said by its channel and target. */
export const notificationsInWords: JobsInWords = {
  describe: async (jobs) => jobs.map((job) => (job.kind in words ? { what: whatOf(job), idle: undefined } : undefined)),
  dropped: async () => [],
};

const words: Readonly<Record<string, (payload: NonNullable<KnownJob['payload']>) => string>> = {
  [DELIVER]: (payload) => said('notification', readDelivery({ payload })?.notification),
  [FOLD]: (payload) => said('repetitions of', readFold({ payload })?.notification),
};

const whatOf = ({ kind, payload }: KnownJob): string => (payload && words[kind]?.(payload)) ?? 'notification';

function said(what: string, notification: Notification | undefined): string {
  if (notification === undefined) return what;
  const { origin } = notification;
  return `${what} "${titleOf(notification)}"${origin === '' ? '' : ` from ${origin}`}`;
}
