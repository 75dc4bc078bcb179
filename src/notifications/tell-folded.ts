import type { Clock } from '../kernel/clock.ts';
import { done, type JobHandler, nothing, unreadable } from '../outbox/job.ts';
import type { Notification } from '../ports/channel.ts';
import type { NotificationStore } from './ports/notification-store.ts';
import { type FoldTold, readFold } from './rules/fold-job.ts';
import { deliveryJobs, summaryName } from './rules/jobs.ts';
import type { NotificationSettings } from './settings.ts';

/** The words about folded notifications, in the language of the operator. */
export interface FoldWords {
  /** `(repeated 12 times since 21:40)`. @param since epoch milliseconds */
  readonly repeated: (count: number, since: number) => string;
  readonly floodTitle: (count: number) => string;
  readonly floodWhy: (most: number, since: number) => string;
  /** `… and 40 more` */
  readonly floodMore: (count: number) => string;
}

export interface TellFoldedNeeds {
  readonly store: Pick<NotificationStore, 'accept' | 'closeFold'>;
  readonly settings: Pick<NotificationSettings, 'life'>;
  readonly words: FoldWords;
  readonly clock: Pick<Clock, 'now'>;
}

/** Makes one notification of those that were folded. Done twice it adds nothing, because the keys of its deliveries are the same. */
export function makeTellFolded({ store, settings, words, clock }: TellFoldedNeeds): JobHandler {
  async function compose(told: FoldTold): Promise<Notification | undefined> {
    const { notification, since, until, name, shown } = told;
    const { count, titles } = await store.closeFold(name, until);
    const more = count - shown;
    if (more < 1) return undefined;
    if (told.folded === 'same') {
      return { ...notification, lines: [...notification.lines, words.repeated(more, since)] };
    }
    const rest = more - titles.length;
    return {
      ...{ title: words.floodTitle(more), preformatted: false, link: undefined, facts: [] },
      ...{ urgency: notification.urgency, origin: notification.origin },
      lines: [words.floodWhy(shown, since), ...titles, ...(rest > 0 ? [words.floodMore(rest)] : [])],
    };
  }

  return async (job) => {
    const told = readFold(job);
    if (told === undefined) throw unreadable('A newer version of Porter wrote this');
    const notification = await compose(told);
    if (notification === undefined) return nothing;
    const at = clock.now();
    const name = summaryName(job.id);
    const jobs = deliveryJobs(name, notification, told.addresses, { at, life: settings.life });
    await store.accept({
      key: undefined,
      at,
      notifications: [{ id: job.id, jobs, same: undefined, flood: undefined }],
    });
    return done();
  };
}
