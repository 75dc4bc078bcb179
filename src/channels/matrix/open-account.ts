import { Fault, type FaultOptions } from '../../kernel/fault.ts';
import type { Logger } from '../../kernel/log.ts';
import type { OpenChannel } from '../../ports/channel.ts';
import type { MessageRooms } from '../../ports/message-rooms.ts';
import type { RoomPoster } from '../../ports/room-poster.ts';
import { makeMatrixChannel } from './make-channel.ts';

export interface AccountNeeds {
  /** Asks who the account is, once. Throws `Fault`. */
  readonly account: () => Promise<{ readonly poster: RoomPoster; readonly rooms: MessageRooms }>;
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
  const through = async <Result>(run: (channel: ReturnType<typeof makeMatrixChannel>) => Promise<Result>) => {
    try {
      return await run(makeMatrixChannel({ ...(await account()), log }));
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

function ofAccount({ message, code, retryable, scope, afterMs, outcome, words, remedy }: Fault): Fault {
  const options: FaultOptions = {
    ...{ code: code.replace(/^homeserver\./, 'matrix.'), retryable, scope },
    ...(afterMs === undefined ? {} : { afterMs }),
    ...(outcome === undefined ? {} : { outcome }),
    ...(words === undefined ? {} : { words }),
  };
  const step = remedies[code] ?? remedy;
  return new Fault(message, step === undefined ? options : { ...options, remedy: step });
}
