import type { JobsInWords, KnownJob } from '../ports/job-words.ts';
import { DELIVER, readDelivery } from './rules/jobs.ts';

/** Says of a delivery what it carries; whom it is for is said by its channel and target. */
export const notificationsInWords: JobsInWords = {
  describe: async (jobs) =>
    jobs.map((job) => (job.kind === DELIVER ? { what: whatOf(job), idle: undefined } : undefined)),
  dropped: async () => [],
};

function whatOf({ payload }: KnownJob): string {
  const notification = payload && readDelivery({ payload })?.notification;
  if (notification === undefined) return 'notification';
  const { title, lines, origin } = notification;
  return `notification "${title || (lines[0] ?? '').slice(0, 60)}"${origin === '' ? '' : ` from ${origin}`}`;
}
