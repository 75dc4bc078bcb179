import { serviceOf } from '../../kernel/channel-name.ts';
import { crashPoint } from '../../kernel/crash-point.ts';
import type { RoomId } from '../../kernel/matrix-id.ts';
import { makeHearInRoom } from '../../notifications/hear-in-room.ts';
import { makeHearRemark } from '../../notifications/hear-remark.ts';
import { type KeepRemarksNeeds, makeKeepRemarks } from '../../notifications/keep-remarks.ts';
import { noteAnnounced } from '../../notifications/note-announced.ts';
import { makeRemarkLimit } from '../../notifications/remark-limit.ts';
import { writtenAddress } from '../../notifications/rules/address-book.ts';
import { SHOW_REMARK } from '../../notifications/rules/remark-jobs.ts';
import { heardAddresses } from '../../notifications/rules/replies.ts';
import type { NotificationSettings } from '../../notifications/settings.ts';
import { makeShowRemark } from '../../notifications/show-remark.ts';
import { makeWhereShown } from '../../notifications/where-shown.ts';
import type { JobHandler } from '../../outbox/job.ts';
import type { RoomMessage } from '../../ports/room-message.ts';
import { labelOf } from '../channels.ts';
import type { Ground, OpenPart } from '../open-part.ts';
import type { ShutdownGroup } from '../shutdown-group.ts';
import { type HeardChannel, hearChannels } from './hear-channels.ts';
import { heardOn, roomsForReplies } from './heard-places.ts';
import { repliesInWords } from './replies-in-words.ts';
import type { NotificationsConfig } from './sections.ts';
import type { ChannelWatch } from './watch-channels.ts';
import type { NotificationWords } from './words.ts';

/** The way back: what people write on channels, and what is replied to it in a room. */
export interface OpenReplies extends Required<Pick<OpenPart, 'handlers' | 'hears' | 'hearsRoom' | 'hearsPerson'>> {
  /** For every message of a room that is heard. */
  readonly hearMessage: (message: RoomMessage) => Promise<void>;
  /** Wraps the handler of deliveries. */
  readonly delivering: (deliver: JobHandler) => JobHandler;
  readonly start: (running: ShutdownGroup) => ChannelWatch;
}

/** Undefined if no target names a room for replies. */
export function openReplies(
  config: NotificationsConfig,
  settings: NotificationSettings,
  words: Pick<NotificationWords, 'noText'>,
  ground: Ground,
): OpenReplies | undefined {
  const rooms = roomsForReplies(config);
  if (rooms.size === 0) return undefined;

  const { clock } = ground.runtime;
  const log = ground.runtime.log.with({ part: 'replies' });
  const { jobs, inbox, notifications: store } = ground.database.storage;
  const heard = heardAddresses(settings.book, rooms);
  const limit = makeRemarkLimit(clock, log);
  const keep = makeKeepRemarks({ inbox, heard, limit, isOurs: isOursOn(ground.channels) });
  const whereShown = makeWhereShown({ heard, store, whereDiscussed: ground.whereDiscussed });
  const hearRemark = makeHearRemark({ jobs, whereShown, settings, clock });
  const channels = heardChannels(config, [...heard.keys()], ground);
  const ownRooms = new Set<RoomId>(rooms.values());
  const { ghosts, messageRooms } = ground.homeserver();
  return {
    handlers: { [SHOW_REMARK]: makeShowRemark({ ghosts, store, labelOf, sayNoText: words.noText, clock }) },
    hears: Object.fromEntries(Object.keys(channels).map((name) => [name, { handle: hearRemark }])),
    hearsRoom: (room) => ownRooms.has(room) || heard.has(writtenAddress({ channel: 'matrix', address: room })),
    hearsPerson: (user) => heard.has(writtenAddress({ channel: 'matrix', address: user })),
    hearMessage: makeHearInRoom({
      ...{ store, ghosts, rooms: messageRooms, jobs, heard, whereShown, limit, settings, clock, log },
    }),
    delivering: (deliver) => noteAnnounced(deliver, { store, clock }),
    start(running) {
      for (const { sentence } of repliesInWords(config)) log.info(sentence);
      return hearChannels(running, {
        ...{ channels, gate: ground.gate, clock, log },
        async keep(channel, remarks) {
          await keep(channel, remarks);
          if (remarks.length > 0) crashPoint('inbox.afterCommit');
        },
      });
    },
  };
}

const isOursOn =
  ({ messengers }: Ground['channels']): KeepRemarksNeeds['isOurs'] =>
  (channel, author) =>
    Object.entries(messengers).some(
      ([name, { wrote }]) => serviceOf(name) === serviceOf(channel) && wrote?.(author) === true,
    );

/** The messengers that can hear, with the addresses at which they can. @param names `channel:address` */
function heardChannels(config: NotificationsConfig, names: readonly string[], { channels: { messengers } }: Ground) {
  const heard: Record<string, HeardChannel> = {};
  for (const [name, { hear }] of Object.entries(messengers)) {
    const own = heardOn(config, name, names);
    if (hear !== undefined && own.length > 0) heard[name] = { hear, addresses: own };
  }
  return heard;
}
