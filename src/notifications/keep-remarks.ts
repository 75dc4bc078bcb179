import type { Author, Remark } from '../ports/channel.ts';
import type { RemarkInbox } from './ports/remarks.ts';
import type { RemarkLimit } from './remark-limit.ts';
import { type HeardAddresses, isCommand, roomsFor } from './rules/replies.ts';

export interface KeepRemarksNeeds {
  readonly inbox: RemarkInbox;
  readonly heard: HeardAddresses;
  readonly limit: RemarkLimit;
  /** Did an account of Porter at the service of this channel write it? */
  readonly isOurs: (channel: string, author: Author) => boolean;
}

/**
 * Keeps remarks of one channel in the inbox, whose source has the channel's name. Resolves once they are on disk: only then may the
 * channel tell its service that it has them. What nobody wants to hear, what is too much, commands, and what Porter itself wrote by another
 * account are left out. Throws `Fault`.
 */
export const makeKeepRemarks =
  ({ inbox, heard, limit, isOurs }: KeepRemarksNeeds) =>
  async (channel: string, remarks: readonly Remark[]): Promise<void> => {
    const wanted = remarks.filter(
      (remark) =>
        !isCommand(remark.text) &&
        roomsFor(heard, channel, remark.at).length > 0 &&
        !isOurs(channel, remark) &&
        limit.takes(channel, remark),
    );
    if (wanted.length === 0) return;
    await inbox.keep(
      wanted.map((remark) => ({ source: channel, key: remark.key, body: JSON.stringify({ v: 1, ...remark }) })),
    );
  };
