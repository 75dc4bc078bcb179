import type { Fault } from '../../kernel/fault.ts';
import { plainText } from '../../kernel/plain-text.ts';
import type { BotResponse } from './call-bot-api.ts';

import { mayNotWrite, outOfOrder, slowDown, tokenRefused, unreadable } from './faults.ts';
import type { Verdict } from './verdict.ts';

/** Parts of the words for an address that will never get it (core.telegram.org/bots/api; tdlib/telegram-bot-api). */
const forGood =
  /chat not found|user not found|PEER_ID_INVALID|bot was blocked|user is deactivated|initiate conversation|bot was kicked|bot is not a member|group chat was d|chat was deleted|message thread not found|TOPIC_DELETED|can't send messages to bots|USER_IS_BOT/i;
/** Parts of the words for a right that somebody in the chat can give. */
const withoutRight =
  /not enough rights|have no rights|need administrator rights|CHAT_WRITE_FORBIDDEN|CHAT_ADMIN_REQUIRED|CHAT_RESTRICTED|CHAT_SEND_PLAIN_FORBIDDEN|TOPIC_CLOSED/i;

/** The status decides first, then the words, which are no stable interface. */
export function classifyBot({ status, body }: BotResponse): Verdict {
  if (status >= 500) return fault(outOfOrder(status));
  if (body === undefined) return fault(unreadable(status));
  const words = plainText(body.description, 200);
  if (status === 200) return { kind: 'taken', id: idOf(body.result) };
  if (status === 429) return fault(slowDown(body.parameters['retry_after']));
  if (status === 401 || (status === 404 && words === 'Not Found')) return fault(tokenRefused(words));
  const to = body.parameters['migrate_to_chat_id'];
  if (typeof to === 'number' && Number.isSafeInteger(to)) return { kind: 'moved', to };
  if (/can't parse entities|message is too long|text is too long|MESSAGE_TOO_LONG|ENTITIES_TOO_LONG/i.test(words)) {
    return { kind: 'too-rich' };
  }
  if (/message is not modified/i.test(words)) return { kind: 'unchanged' };
  if (/message to edit not found|message can't be edited|MESSAGE_ID_INVALID/i.test(words))
    return { kind: 'not-editable' };
  if (forGood.test(words)) return { kind: 'refused', words };
  if (withoutRight.test(words)) return fault(mayNotWrite(words));
  return { kind: 'doubtful', words };
}

const fault = (of: Fault): Verdict => ({ kind: 'fault', fault: of });

function idOf(result: unknown): string | undefined {
  const id = (result as { readonly message_id?: unknown } | null | undefined)?.message_id;
  return typeof id === 'number' ? String(id) : undefined;
}
