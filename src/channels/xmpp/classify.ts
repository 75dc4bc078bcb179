import { HOUR, MINUTE } from '../../kernel/clock.ts';
import { Fault, type FaultOptions } from '../../kernel/fault.ts';
import { plainText } from '../../kernel/plain-text.ts';
import { codeOf, isUnsafe, remedyUnreachable, whyUnreachable } from '../../kernel/why-unreachable.ts';

/** What an `<error/>` says (RFC 6120, section 8.3). */
export interface StanzaRefusal {
  /** E.g. `service-unavailable`. */
  readonly condition: string;
  /** `auth`, `cancel`, `continue`, `modify` or `wait`. */
  readonly type: string;
  /** The server's own sentence; '' without one. */
  readonly text: string;
}

const LONGEST_WORDS = 200;

/** Condition and sentence in one line, without addresses. */
export function wordsOf({ condition, text }: Pick<StanzaRefusal, 'condition' | 'text'>): string {
  const said = plainText(text.slice(0, 2_000).replace(/<[^>]*>|\S*@\S+/g, ''), LONGEST_WORDS);
  return said === '' ? condition : `${condition}: ${said}`;
}

/** Makes a fault of this channel. */
export const xmppFault = (message: string, options: Omit<FaultOptions, 'place'>): Fault =>
  new Fault(message, { ...options, place: 'xmpp' });

/** Conditions that pass by themselves, whatever type the error has. */
const passing: ReadonlySet<string> = new Set([
  'remote-server-not-found',
  'remote-server-timeout',
  'resource-constraint',
  'internal-server-error',
]);

/**
 * Decides what an error in response to a message means: the words of a refusal for good, or a fault that is tried again. Servers
 * use `service-unavailable` for a person who does not exist, one who is offline where nothing is kept, and one who has blocked
 * Porter: these cannot be told apart.
 */
export function classifyRefusal(error: StanzaRefusal): { readonly refused: string } | Fault {
  const words = wordsOf(error);
  if (error.type !== 'wait' && !passing.has(error.condition)) return { refused: words };
  return xmppFault(`The XMPP server does not take the message now (${error.condition})`, {
    ...{ code: 'xmpp.later', retryable: true, scope: 'person', words },
  });
}

/** Conditions at the door of a group chat (XEP-0045, section 7.2) with the next step. */
const closedRooms: Readonly<Record<string, string>> = {
  'item-not-found': 'Create the group chat, or correct its address in the target; Porter never creates one.',
  'registration-required': "Make Porter's account a member of the group chat.",
  forbidden: "Take back the ban of Porter's account in the group chat, or let it speak there (make it a member).",
  'not-authorized':
    "Take the password away from the group chat, make it members-only instead, and Porter's account a member.",
  'subscription-required': 'Correct the address in the target: it seems to be one of a person.',
  'not-allowed': 'Create the group chat, or correct its address in the target; Porter never creates one.',
};

/** The fault for a group chat that Porter cannot be in. The team can mend it, so it is no refusal. */
export function roomFault(error: StanzaRefusal): Fault {
  const retryable = error.type === 'wait' || passing.has(error.condition);
  return xmppFault(`The group chat does not let Porter in (${error.condition})`, {
    ...{ code: retryable ? 'xmpp.room-later' : 'xmpp.room-closed', retryable, scope: 'person', words: wordsOf(error) },
    ...(retryable
      ? {}
      : {
          remedy:
            closedRooms[error.condition] ?? 'Is it the address of a group chat, and do its settings let Porter in?',
        }),
  });
}

/** The server that was asked, for sentences. */
export interface Asked {
  readonly host: string;
  readonly domain: string;
  readonly resource: string;
}

/** Where an error that ended a connection, or kept it from coming about, was met. */
interface Ended {
  readonly name?: unknown;
  readonly condition?: unknown;
  readonly text?: unknown;
}

/** Refusals of the login that pass by themselves (RFC 6120, section 6.5). */
const passingLogin: ReadonlySet<string> = new Set(['temporary-auth-failure', 'aborted']);

/**
 * The fault for what ended a connection. Reads only classes, conditions and codes of the library's errors, because their messages
 * may hold what was sent.
 */
export function connectionFault(error: unknown, asked: Asked): Fault {
  if (error instanceof Fault) return error;
  const { name, condition, text } = (typeof error === 'object' ? (error ?? {}) : {}) as Ended;
  const said = typeof condition === 'string' && /^[a-z-]{1,40}$/.test(condition) ? condition : undefined;
  const words =
    said === undefined ? undefined : wordsOf({ condition: said, text: typeof text === 'string' ? text : '' });
  if (said === 'conflict') {
    return xmppFault(`Another program is logged in at the XMPP server with the resource "${asked.resource}"`, {
      ...{ code: 'xmpp.conflict', retryable: false, scope: 'channel', afterMs: HOUR },
      remedy: 'Stop the other one, or give each its own channels.xmpp.resource, and restart Porter.',
    });
  }
  if (name === 'SASLError' && said !== undefined && !passingLogin.has(said)) {
    return xmppFault(`The XMPP server refuses the login of Porter (${said})`, {
      ...{ code: 'xmpp.login-refused', retryable: false, scope: 'channel', afterMs: 5 * MINUTE },
      ...(words === undefined ? {} : { words }),
      remedy: 'Are channels.xmpp.credentials and domain right, and does the account still exist?',
    });
  }
  if (name === 'SASLError') {
    const passes = said !== undefined;
    return xmppFault(
      passes
        ? `The XMPP server cannot check logins now (${said})`
        : 'The XMPP server offers no login that Porter knows',
      {
        ...{ code: passes ? 'xmpp.down' : 'xmpp.no-login', retryable: passes, scope: 'channel' },
        ...(passes ? {} : { remedy: 'Let it offer SCRAM-SHA-1 or PLAIN.' }),
      },
    );
  }
  if (name === 'StreamError' && said === 'host-unknown') {
    return xmppFault(`The XMPP server does not serve the domain ${asked.domain}`, {
      ...{ code: 'xmpp.login-refused', retryable: false, scope: 'channel', afterMs: 5 * MINUTE },
      remedy: 'Correct channels.xmpp.domain or channels.xmpp.service.',
    });
  }
  const code = codeOf(error);
  if (code !== undefined && isUnsafe(code)) return notSafe(code, asked);
  const why = said ?? (code === undefined ? undefined : (whyUnreachable(code) ?? code));
  return xmppFault(`The XMPP server ${asked.host} does not answer${why === undefined ? '' : ` (${why})`}`, {
    ...{ code: 'xmpp.down', retryable: true, scope: 'channel' },
    ...(words === undefined ? {} : { words }),
    remedy:
      (code === undefined ? undefined : remedyUnreachable(code, asked.host, 'porter')) ??
      `Is the server up, and is channels.xmpp.service right?`,
  });
}

/** No safe connection came about. @param code of OpenSSL; '' if the server offered no TLS */
export function notSafe(code: string, asked: Asked): Fault {
  const why = code === '' ? 'it offers no TLS' : (whyUnreachable(code) ?? code);
  // The remedy that all share speaks of web addresses.
  const clear = ['ERR_SSL_WRONG_VERSION_NUMBER', 'ERR_SSL_PACKET_LENGTH_TOO_LONG', 'EPROTO'].includes(code);
  return xmppFault(`The connection to the XMPP server could not be made safe: ${why}`, {
    ...{ code: 'xmpp.tls', retryable: false, scope: 'channel' },
    remedy:
      (clear
        ? `Is the port right? If ${asked.host} begins in clear text there (STARTTLS), write xmpp:// instead of xmpps:// in channels.xmpp.service.`
        : remedyUnreachable(code, asked.domain, 'porter')) ??
      'The XMPP server must offer STARTTLS with a certificate that this machine trusts and that names the domain.',
  });
}
