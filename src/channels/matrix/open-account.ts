import { Fault, retold } from '../../kernel/fault.ts';
import type { Logger } from '../../kernel/log.ts';
import type { Channel, OpenChannel } from '../../ports/channel.ts';
import type { MessageRooms } from '../../ports/message-rooms.ts';
import type { RoomPoster } from '../../ports/room-poster.ts';
import { makeMatrixChannel } from './make-channel.ts';

interface Account {
  readonly poster: RoomPoster;
  readonly rooms: MessageRooms;
}

export interface AccountNeeds {
  /** Asks who the account is, once; the same object each time. Throws `Fault`. */
  readonly account: () => Promise<Account>;
  readonly close: () => Promise<void>;
  readonly log: Logger;
}

/** What an operator does about an account's token and address; other faults carry their own remedies. */
const remedies: Readonly<Record<string, string>> = {
  'homeserver.token-refused':
    'Get a new one, write it where channels.matrix.token says, and restart Porter: porter matrix login @user:server',
  'homeserver.sender-deactivated': 'Let an administrator of that homeserver unlock the account, or use another one.',
  'homeserver.down': 'Porter goes on by itself once it answers. Or correct channels.matrix.url and restart Porter.',
  'homeserver.unreadable': 'Correct channels.matrix.url: porter matrix discover finds it. Then restart Porter.',
  'homeserver.unrecognized': 'Correct channels.matrix.url: porter matrix discover finds it. Then restart Porter.',
};

/** The channel of a plain account. Its faults concern this channel, because no homeserver of ours stands behind it. */
export function openMatrixAccount({ account, close, log }: AccountNeeds): OpenChannel {
  /** Made once for an account, because it remembers which rooms it has looked at. */
  let made: { readonly of: Account; readonly channel: Channel } | undefined;
  const channelOf = (found: Account): Channel => {
    if (made?.of !== found) made = { of: found, channel: makeMatrixChannel({ ...found, log }) };
    return made.channel;
  };
  const through = async <Result>(run: (channel: Channel) => Promise<Result>) => {
    try {
      return await run(channelOf(await account()));
    } catch (error) {
      throw error instanceof Fault ? ofAccount(error) : error;
    }
  };
  return {
    edits: true,
    deliver: (delivery, signal) => through((channel) => channel.deliver(delivery, signal)),
    connect: (signal) => through((channel) => channel.connect(signal)),
    [Symbol.asyncDispose]: close,
  };
}

function ofAccount(fault: Fault): Fault {
  const { message, code, place = 'homeserver' } = fault;
  const step = remedies[code];
  return retold(fault, message, {
    code: code.replace(/^homeserver\./, 'matrix.'),
    ...(place === 'homeserver' ? { place: 'matrix' } : {}),
    ...(step === undefined ? {} : { remedy: step }),
  });
}
