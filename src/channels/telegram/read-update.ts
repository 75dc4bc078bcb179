import { SECOND } from '../../kernel/clock.ts';
import { isObject } from '../../kernel/is-object.ts';
import type { Remark } from '../../ports/channel.ts';

/** UTF-16 units that are kept of a text; the service lets nobody write more. */
const LONGEST_TEXT = 4_096;
const LONGEST_NAME = 300;

/** What a person sends besides text. What is none of it tells of the chat: somebody came, a message was pinned. */
const sendings = [
  ...['photo', 'video', 'video_note', 'animation', 'voice', 'audio', 'document', 'sticker'],
  ...['location', 'venue', 'contact', 'poll', 'dice', 'story'],
];

const idOf = (value: unknown): number | undefined => {
  const id = isObject(value) ? value['id'] : undefined;
  return Number.isSafeInteger(id) ? (id as number) : undefined;
};
const textOf = (value: unknown, longest: number): string =>
  typeof value === 'string' ? value.slice(0, longest).toWellFormed() : '';

/**
 * Reads an update (core.telegram.org/bots/api#update) as a remark. Undefined if it is none: another bot, a copy of what stands in a
 * linked channel, something that happened in the chat, the button that begins a chat with the bot, or malformed.
 */
export function readUpdate(update: Readonly<Record<string, unknown>>): Remark | undefined {
  const { message } = update;
  if (!isObject(message)) return undefined;
  const { chat, from, sender_chat: senderChat, message_id: messageId } = message;
  const chatId = idOf(chat);
  if (chatId === undefined || !isObject(chat) || !Number.isSafeInteger(messageId)) return undefined;
  const author = authorOf(from, senderChat, chatId);
  if (author === undefined || message['is_automatic_forward'] === true) return undefined;

  const text = textOf(message['text'], LONGEST_TEXT) || textOf(message['caption'], LONGEST_TEXT);
  if (text === '' ? !sendings.some((kind) => message[kind] !== undefined) : /^\/start(?:@\w+)?$/.test(text.trim())) {
    return undefined;
  }
  return {
    key: `${chatId}:${String(messageId)}`,
    at: addressesOf(chatId, chat, message),
    ...author,
    text: text || undefined,
    inReplyTo: repliedTo(message['reply_to_message']),
    writtenAt: Number.isSafeInteger(message['date']) ? Number(message['date']) * SECOND : undefined,
  };
}

/** In a topic the service names its first message where nobody replied to any. */
const repliedTo = (message: unknown): string | undefined => {
  const id = isObject(message) ? message['message_id'] : undefined;
  return Number.isSafeInteger(id) ? String(id) : undefined;
};

/** Returns the author of a message. An administrator of a group may write in its name. */
function authorOf(from: unknown, senderChat: unknown, chatId: number): Pick<Remark, 'person' | 'name'> | undefined {
  if (isObject(senderChat) && idOf(senderChat) === chatId) {
    return { person: String(chatId), name: textOf(senderChat['title'], LONGEST_NAME) };
  }
  const id = idOf(from);
  if (id === undefined || !isObject(from) || from['is_bot'] === true) return undefined;
  const full = [from['first_name'], from['last_name']].map((part) => textOf(part, LONGEST_NAME / 2)).join(' ');
  return { person: String(id), name: full.trim() || textOf(from['username'], LONGEST_NAME) || String(id) };
}

/** As `readAddress` writes them: the topic, the chat, and the chat by its public name. */
function addressesOf(
  chatId: number,
  chat: Readonly<Record<string, unknown>>,
  message: Readonly<Record<string, unknown>>,
): Remark['at'] {
  const name = textOf(chat['username'], LONGEST_NAME).toLowerCase();
  const thread = message['is_topic_message'] === true ? message['message_thread_id'] : undefined;
  const topic = Number.isSafeInteger(thread) && thread !== 1 ? `/${String(thread)}` : '';
  const whole = name === '' ? [String(chatId)] : [String(chatId), `@${name}`];
  const [first = String(chatId), ...more] = topic === '' ? whole : [...whole.map((chosen) => chosen + topic), ...whole];
  return [first, ...more];
}
