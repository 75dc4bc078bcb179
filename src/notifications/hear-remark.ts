import type { Clock } from '../kernel/clock.ts';
import type { AddJobs } from '../ports/add-jobs.ts';
import type { Remark } from '../ports/channel.ts';
import type { RemarkItem } from './ports/remarks.ts';
import { remarkJobs } from './rules/remark-jobs.ts';
import type { NotificationSettings } from './settings.ts';
import type { WhereShown } from './where-shown.ts';

export interface HearRemarkNeeds {
  readonly jobs: AddJobs;
  readonly whereShown: WhereShown;
  readonly settings: Pick<NotificationSettings, 'life'>;
  readonly clock: Pick<Clock, 'now'>;
}

/**
 * Handles the remarks that a channel kept: each is to appear wherever it is heard. An address that no target has any more is passed over.
 */
export const makeHearRemark =
  ({ jobs, whereShown, settings: { life }, clock }: HearRemarkNeeds) =>
  async ({ source, body }: RemarkItem): Promise<void> => {
    // Only `makeKeepRemarks` writes items of this source.
    const remark = JSON.parse(body) as Remark;
    await jobs.add(remarkJobs(source, remark, await whereShown(source, remark), { now: clock.now(), life }));
  };
