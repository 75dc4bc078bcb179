import type { Clock } from '../kernel/clock.ts';
import { inertText, plainText } from '../kernel/plain-text.ts';
import { done, type JobHandler, unreadable } from '../outbox/job.ts';
import { shortened } from '../ports/shown.ts';
import type { Ghosts } from './ports/ghosts.ts';
import type { RemarkStore } from './ports/remarks.ts';
import { readRemarkJob } from './rules/remark-jobs.ts';

/** Code points. */
const LONGEST_NAME = 80;
/** UTF-16 units; as much as one message of Telegram holds. */
const LONGEST_TEXT = 4_096;

export interface ShowRemarkNeeds {
  readonly ghosts: Ghosts;
  readonly store: Pick<RemarkStore, 'keepRemark'>;
  /** What people call the service of a channel. */
  readonly labelOf: (channel: string) => string;
  /** Says that somebody sent something else than text. */
  readonly sayNoText: string;
  readonly clock: Pick<Clock, 'now'>;
}

/**
 * Shows one remark in its room, as the ghost of whoever made it, exactly once. Notes which event it became, so that replies to that
 * event find their way back.
 */
export function makeShowRemark({ ghosts, store, labelOf, sayNoText, clock }: ShowRemarkNeeds): JobHandler {
  return async (job, { signal }) => {
    const remark = readRemarkJob(job);
    if (remark === undefined) throw unreadable('A newer version of Porter wrote this remark');
    const { channel, room, address, person, name, text, thread } = remark;
    const eventId = await ghosts.say(
      {
        ...{ room, thread, jobId: job.id, firstTriedAt: job.firstTriedAt },
        ghost: {
          channel,
          person,
          name: `${plainText(name, LONGEST_NAME) || '?'} (${labelOf(channel)})`,
        },
        text: text === undefined ? sayNoText : shortened(inertText(text).trim(), LONGEST_TEXT) || sayNoText,
      },
      signal,
    );
    await store.keepRemark({ eventId, room, channel, address, at: clock.now() });
    return done({ id: eventId });
  };
}
