import { HOUR, MINUTE } from '../../kernel/clock.ts';
import { Fault, type FaultOptions } from '../../kernel/fault.ts';
import { isUnsafe, remedyUnreachable, whyUnreachable } from '../../kernel/why-unreachable.ts';
import type { Failure } from './request-failed.ts';

/** The code of a request that Porter itself ended, not for being slow. */
export const STOPPED = 'STOPPED';

/** What a request was about, for what its failure means. */
export interface Request {
  /** True if it may have posted a message. */
  readonly posts: boolean;
  /** The host that was asked, for sentences. */
  readonly host: string;
  /** Where a person can join a server that the bot is on. */
  readonly serverUrl: string | undefined;
}

/** The next step where the bot token is no good. */
export const NEW_TOKEN =
  'Make a new token (discord.com/developers, your application, Bot, "Reset Token"), put it where channels.discord.token says, and restart Porter.';

/** The address will never get it, and nothing that an operator mends would help. */
export interface Refused {
  readonly refused: string;
}

/** Discord's numbers (its documentation, "Opcodes and Status Codes") for what no operator can mend: there is no such channel or person. */
const gone: ReadonlySet<number> = new Set([
  10003, // unknown channel
  10004, // unknown server
  10013, // unknown user
  50008, // no channel for text
  50033, // no such recipient
]);

/** The person does not let the bot write, or is on no server with it. */
const closed: ReadonlySet<number> = new Set([50007, 50278]);

/** Numbers that need a person at this address: what is wrong, and the next step. */
const mendable: Readonly<Record<number, readonly [code: string, sentence: string, remedy: string]>> = {
  10015: [
    'webhook-gone',
    'Discord does not know this webhook any more',
    'Make a new one (channel settings, Integrations) and put its URL into channels.discord.webhooks.',
  ],
  50027: [
    'webhook-gone',
    'Discord refuses the secret in this webhook’s URL',
    'Copy the URL of the webhook again (channel settings, Integrations) into channels.discord.webhooks.',
  ],
  50001: [
    'no-access',
    'The bot does not see this channel',
    'Give the bot the rights "View Channel" and "Send Messages" in that channel.',
  ],
  50013: [
    'no-access',
    'The bot may not write in this channel',
    'Give the bot the right "Send Messages" in that channel.',
  ],
  50083: ['thread-closed', 'This thread is archived', 'Open the thread again, or choose another channel.'],
  160005: ['thread-closed', 'This thread is locked', 'Unlock the thread, or choose another channel.'],
  220001: [
    'needs-thread',
    'This webhook belongs to a forum, which has threads only',
    'Put ?thread_id=NUMBER behind the URL of the webhook, or make one for a text channel.',
  ],
};

/** Says what a failed request means for a delivery. */
export function classify(failure: Failure, request: Request): Refused | Fault {
  switch (failure.kind) {
    case 'too-many':
      return failure.code === DIRECT_TOO_FAST ? directTooFast() : tooMany(failure);
    case 'no-response':
      return noResponse(failure.code, request);
    case 'not-sent':
      return givenUp();
    case 'odd-response':
      return notDiscord(failure.status, request);
    case 'response':
      return failure.status >= 500 ? outOfOrder(failure, request) : ofResponse(failure, request);
  }
}

type FailedResponse = Extract<Failure, { readonly kind: 'response' }>;

const fault = (code: string, message: string, options: Omit<FaultOptions, 'code' | 'place'>): Fault =>
  new Fault(message, { ...options, code: `discord.${code}`, place: 'discord' });

/** Set where the request may have posted although it failed. */
const perhaps = ({ posts }: Request) => (posts ? ({ outcome: 'unknown' } as const) : {});

const tooMany = ({ afterMs, everywhere }: { readonly afterMs: number; readonly everywhere: boolean }): Fault =>
  fault('rate-limited', 'Discord asks us to slow down', {
    ...{ retryable: true, afterMs: Math.min(HOUR, afterMs), scope: everywhere ? 'channel' : 'person' },
  });

const DIRECT_TOO_FAST = 40003;
const directTooFast = (): Fault =>
  fault('direct-too-fast', 'Discord says that the bot opens direct messages too fast', {
    // More of them, even slowly, get a bot barred from opening any.
    ...{ retryable: true, afterMs: 15 * MINUTE, scope: 'channel' },
  });

/** Porter stops, or the attempt has taken too long. */
const givenUp = (): Fault =>
  new Fault('The attempt was given up before the message was sent', {
    ...{ code: 'discord.stopped', retryable: true, scope: 'message' },
  });

function noResponse(code: string, request: Request): Fault {
  const why = whyUnreachable(code);
  const remedy = remedyUnreachable(code, request.host, 'porter');
  if (isUnsafe(code)) {
    return new Fault(`No safe connection to Discord came about${why === undefined ? '' : `: ${why}`}`, {
      ...{ code: 'discord.tls', retryable: false, scope: 'channel', ...(remedy === undefined ? {} : { remedy }) },
    });
  }
  if (code === STOPPED && !request.posts) return givenUp();
  // As long as there was no connection, nothing can have left. Afterwards nobody knows.
  if (request.posts && !notConnected.has(code)) {
    return new Fault('The connection to Discord ended before the response, so the message may have arrived', {
      ...{ code: 'discord.uncertain', retryable: true, outcome: 'unknown' },
      // An attempt that Porter itself gives up says nothing about Discord.
      scope: code === STOPPED ? 'message' : 'channel',
    });
  }
  return new Fault(`Discord cannot be reached${why === undefined ? '' : ` (${why})`}`, {
    ...{ code: 'discord.down', retryable: true, scope: 'channel', ...(remedy === undefined ? {} : { remedy }) },
  });
}

const notConnected: ReadonlySet<string> = new Set([
  ...['ECONNREFUSED', 'ENOTFOUND', 'EAI_AGAIN', 'EHOSTUNREACH', 'ENETUNREACH', 'UND_ERR_CONNECT_TIMEOUT'],
]);

const notDiscord = (status: number, request: Request): Fault =>
  fault('not-discord', `What answers at ${request.host} does not speak Discord's API (${status})`, {
    ...{ retryable: true, scope: 'channel', ...perhaps(request) },
    remedy: 'Check channels.discord.api, and whether a proxy of this network answers in place of Discord.',
  });

/** Discord's own 500 may be about this one message; any other 5xx comes from what stands in front. */
const outOfOrder = ({ status }: FailedResponse, request: Request): Fault =>
  fault(status === 500 ? 'error' : 'down', `Discord is out of order (${status})`, {
    ...{ retryable: true, scope: status === 500 ? 'message' : 'channel', ...perhaps(request) },
  });

function ofResponse({ status, code, words: said }: FailedResponse, request: Request): Refused | Fault {
  const words = `${code ?? status} ${said}`.trim();
  if (code === undefined) {
    return fault('barred', `Something in front of Discord answered ${status}`, {
      ...{ retryable: true, afterMs: 15 * MINUTE, scope: 'channel', words },
      remedy: 'Discord bars networks that sent many refused requests; it lets them in again by itself.',
    });
  }
  if (gone.has(code)) return { refused: words };
  if (closed.has(code)) return { refused: `${words}; ${howToReach(request.serverUrl)}` };
  const mend = mendable[code];
  if (mend !== undefined) {
    const [name, sentence, remedy] = mend;
    return fault(name, sentence, { retryable: false, scope: 'person', words, remedy });
  }
  if (status === 401 || code === 40001 || code === 40002) {
    return fault('token-refused', 'Discord does not know the bot token', {
      // Discord bars a network that goes on asking with a wrong token.
      ...{ retryable: false, afterMs: HOUR, scope: 'channel', words },
      remedy: NEW_TOKEN,
    });
  }
  if (code === DIRECT_TOO_FAST) return directTooFast();
  if (code === 110001 || code === 130000) {
    return fault('busy', 'Discord is too busy', { retryable: true, scope: 'person', words });
  }
  if (status === 404 && code === 0) return notDiscord(status, request);
  const ofMessage = code === 50035 || code === 50006 || code === 20009 || (code >= 200_000 && code < 250_000);
  return fault('refused', 'Discord refuses this message', {
    ...{ retryable: false, scope: ofMessage ? 'message' : 'person', words },
  });
}

/** What a person has to do before the bot can write to them. */
export const howToReach = (serverUrl: string | undefined): string =>
  `the person must be on a server with the bot and allow messages from its members${
    serverUrl === undefined ? '' : `, and can join one at ${serverUrl}`
  }`;
