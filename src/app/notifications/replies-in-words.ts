import { parseMatrixAddress } from '../../channels/matrix/address.ts';
import { type CheckLine, fine, warn } from '../../kernel/check-line.ts';
import { type Address, addressesOf, writtenAddress } from '../../notifications/rules/address-book.ts';
import { cannotHear } from '../channels.ts';
import { addressBookOf } from './addresses.ts';
import type { NotificationsConfig } from './sections.ts';

/** One line for each target that has a room for remarks: over which channels its people are heard, and why not over others. */
export function repliesInWords(config: NotificationsConfig): readonly CheckLine[] {
  const book = addressBookOf(config.notifications);
  return Object.entries(config.notifications.targets).flatMap(([name, { replies: room }]) => {
    if (room === undefined) return [];
    const deaf: string[] = [];
    const heard = new Set<string>();
    for (const entry of addressesOf(book, [name])) {
      const why = entry.channel === 'matrix' && entry.address === room ? IN_THE_ROOM : whyDeaf(config, entry);
      if (why === undefined) heard.add(entry.channel);
      else if (why !== IN_THE_ROOM) deaf.push(`${writtenAddress(entry)} ${why}`);
    }
    const but = deaf.length === 0 ? '' : ` Not heard: ${deaf.join('; ')}.`;
    if (heard.size > 0) {
      return [fine('replies', `What people of ${name} write over ${[...heard].join(', ')} appears in ${room}.${but}`)];
    }
    return [
      warn('replies', {
        code: 'replies.nobody-heard',
        sentence: `Nobody of ${name} can be heard, so nothing will appear in ${room}.${but}`,
        remedy: 'Give the target an address that can be heard, or leave replies out.',
      }),
    ];
  });
}

/** Of an address that is the room where remarks are shown: what is written there stands there already. */
const IN_THE_ROOM = 'in the room';

/** Says why nobody can be heard at an address, continuing after it; undefined if somebody can. */
function whyDeaf(config: NotificationsConfig, { channel, address }: Address): string | undefined {
  if (channel === 'email') return 'takes no replies: mail.replyTo names the mailbox for them';
  if (channel !== 'matrix' || config.homeserver === undefined) return cannotHear(config, channel, address);
  return parseMatrixAddress(address)?.kind === 'alias' ? 'is heard only if the room is named by its ID' : undefined;
}
