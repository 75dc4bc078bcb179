import type { Clock } from '../kernel/clock.ts';
import type { JobHandler } from '../outbox/job.ts';
import type { RemarkStore } from './ports/remarks.ts';
import { announcingOf, messageName } from './rules/announced-message.ts';
import { channelOf, readDelivery } from './rules/jobs.ts';

export interface NoteAnnouncedNeeds {
  readonly store: Pick<RemarkStore, 'keepAnnounced'>;
  readonly clock: Pick<Clock, 'now'>;
}

/**
 * Notes which message tells of what a part of Porter announced, once it is delivered, so that a reply to it is shown where people
 * talk about that.
 */
export const noteAnnounced =
  (deliver: JobHandler, { store, clock }: NoteAnnouncedNeeds): JobHandler =>
  async (job, tools) => {
    const result = await deliver(job, tools);
    const announcing = announcingOf(job.key);
    const message = result.kind === 'done' ? result.receipt?.id : undefined;
    const address = readDelivery(job)?.address;
    if (announcing !== undefined && message !== undefined && address !== undefined) {
      const name = messageName(channelOf(job), address, message);
      await store.keepAnnounced({ ...announcing, name, at: clock.now() });
    }
    return result;
  };
