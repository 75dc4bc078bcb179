import type { RepliesRooms } from '../../notifications/rules/replies.ts';
import { cannotHear } from '../channels.ts';
import type { NotificationsConfig } from './sections.ts';

/** The rooms that the targets name for replies. */
export const roomsForReplies = ({ notifications: { targets } }: NotificationsConfig): RepliesRooms =>
  new Map(Object.entries(targets).flatMap(([name, { replies }]) => (replies === undefined ? [] : [[name, replies]])));

/** Those of the places (`channel:address`) at which this channel can hear, as the channel knows them. */
export const heardOn = (config: NotificationsConfig, channel: string, places: readonly string[]): readonly string[] =>
  places
    .filter((place) => place.startsWith(`${channel}:`))
    .map((place) => place.slice(channel.length + 1))
    .filter((address) => cannotHear(config, channel, address) === undefined);
