import type { Clock } from '../kernel/clock.ts';
import type { AddJobs } from '../ports/add-jobs.ts';
import type { Remark } from '../ports/channel.ts';
import type { RemarkItem } from './ports.ts';
import { remarkJobs } from './rules/remark-jobs.ts';
import { type HeardAddresses, roomsFor } from './rules/replies.ts';
import type { NotificationSettings } from './settings.ts';

export interface HearRemarkNeeds {
  readonly jobs: AddJobs;
  readonly heard: HeardAddresses;
  readonly settings: Pick<NotificationSettings, 'life'>;
  readonly clock: Pick<Clock, 'now'>;
}

/**
 * Handles the remarks that a channel kept: each is to appear in every room that hears its address. An address that no target has any
 * more is passed over.
 */
export const makeHearRemark =
  ({ jobs, heard, settings: { life }, clock }: HearRemarkNeeds) =>
  async ({ source, body }: RemarkItem): Promise<void> => {
    // Only `makeKeepRemarks` writes items of this source.
    const remark = JSON.parse(body) as Remark;
    await jobs.add(remarkJobs(source, remark, roomsFor(heard, source, remark.at), { now: clock.now(), life }));
  };
