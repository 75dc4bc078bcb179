import { ANNOUNCE } from './announce-job.ts';
import { CORRECT } from './correction-job.ts';
import { DIGEST } from './digest-job.ts';
import { FOLD } from './fold-job.ts';
import { DELIVER } from './jobs.ts';
import { SHOW_REMARK } from './remark-jobs.ts';

/** The kinds of jobs of this feature. */
export const notificationKinds = [DELIVER, CORRECT, FOLD, DIGEST, ANNOUNCE, SHOW_REMARK] as const;
