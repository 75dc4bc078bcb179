import { Fault } from '../../kernel/fault.ts';
import { plainText } from '../../kernel/plain-text.ts';
import {
  accountLimited,
  appRefused,
  connectionLost,
  mayNotWrite,
  outOfOrder,
  sessionEnded,
  slowDown,
} from './faults.ts';
import type { Verdict } from './verdict.ts';

const ended =
  /^(?:AUTH_KEY_(?:UNREGISTERED|INVALID|DUPLICATED|PERM_EMPTY)|SESSION_(?:REVOKED|EXPIRED)|USER_DEACTIVATED(?:_BAN)?)$/;
const app = /^API_ID_/;
const forGood =
  /^(?:USER_IS_BLOCKED|YOU_BLOCKED_USER|INPUT_USER_DEACTIVATED|PEER_ID_INVALID|USERNAME_(?:NOT_OCCUPIED|INVALID)|USER_(?:PRIVACY_RESTRICTED|ID_INVALID|BANNED_IN_CHANNEL)|PRIVACY_PREMIUM_REQUIRED|CHAT_ID_INVALID|CHANNEL_(?:INVALID|PRIVATE)|CHAT_FORBIDDEN|TOPIC_DELETED|REPLY_MESSAGE_ID_INVALID)$/;
const withoutRight =
  /^(?:CHAT_(?:WRITE_FORBIDDEN|ADMIN_REQUIRED|RESTRICTED|SEND_\w+_FORBIDDEN|GUEST_SEND_FORBIDDEN)|TOPIC_CLOSED)$/;
const tooRich = /^(?:MESSAGE_TOO_LONG|MEDIA_CAPTION_TOO_LONG|ENTIT(?:Y|IES)_\w+)$/;

/**
 * What an error of the library means for a message. It goes by the name of the error alone: the library's numbers come from a table
 * of its own, and its sentences hold the request (core.telegram.org/api/errors).
 */
export function classifyRpc(error: unknown): Verdict {
  if (error instanceof Fault) return fault(error);
  const { errorMessage, code } = (error ?? {}) as { readonly errorMessage?: unknown; readonly code?: unknown };
  // An error without a name comes from the library itself: a connection that was lost or given up.
  if (typeof errorMessage !== 'string') return fault(connectionLost(true));
  const name = plainText(errorMessage, 100);
  const wait = /^(?:FLOOD_WAIT|FLOOD_PREMIUM_WAIT|SLOWMODE_WAIT)_(\d{1,12})$/.exec(name)?.[1];
  if (wait !== undefined) return fault(slowDown(Number(wait)));
  // The service took the message at an earlier attempt.
  if (name === 'RANDOM_ID_DUPLICATE') return { kind: 'taken', id: undefined };
  if (name === 'MESSAGE_NOT_MODIFIED') return { kind: 'unchanged' };
  if (name === 'MESSAGE_ID_INVALID' || name === 'MESSAGE_EDIT_TIME_EXPIRED') return { kind: 'not-editable' };
  if (name === 'PEER_FLOOD') return fault(accountLimited(name));
  if (ended.test(name)) return fault(sessionEnded(name));
  if (app.test(name)) return fault(appRefused(name));
  if (tooRich.test(name)) return { kind: 'too-rich' };
  if (withoutRight.test(name)) return fault(mayNotWrite(name));
  if (forGood.test(name)) return { kind: 'refused', words: name };
  if (typeof code === 'number' && Math.abs(code) >= 500) return fault(outOfOrder(Math.abs(code)));
  return { kind: 'doubtful', words: name };
}

const fault = (of: Fault): Verdict => ({ kind: 'fault', fault: of });
