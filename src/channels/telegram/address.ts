import type { ReadAddress } from '../../ports/channel.ts';

/** An address in its parts. */
export interface TelegramAddress {
  /** Number of a chat (a person's is positive, a group's negative), or a name without the `@`. */
  readonly chat: number | string;
  /** A topic of a group; undefined: the group's general topic, or no topics at all. */
  readonly topic: number | undefined;
}

/** The highest number of a topic: the id of the message that began it. */
const LAST_TOPIC = 2 ** 31 - 1;

const FORM = /^(?:(-?\d{1,16})|@([a-z][a-z0-9_]{3,31}))(?:\/(\d{1,10}))?$/;

/**
 * `-100123`, `-100123/5` (a topic), `42`, `@name`. Taken as well: a name without `@` or with two, capitals, the typographic minus that
 * a word processor makes, and `https://t.me/name`.
 */
export const readAddress: ReadAddress = (text) => {
  const bare = text
    .replace(/\s+/gu, '')
    .toLowerCase()
    .replace(/^(?:https?:\/\/)?t(?:elegram)?\.me\//, '@')
    .replace(/^[\u2010-\u2015\u2212]/, '-')
    .replace(/^@*(?=[a-z])/, '@');
  const [, number, name, topic] = FORM.exec(bare) ?? [];
  const chat = number === undefined ? undefined : Number(number);
  if (chat !== undefined ? chat === 0 || !Number.isSafeInteger(chat) : name === undefined) return refusal;
  if (topic !== undefined && (Number(topic) === 0 || Number(topic) > LAST_TOPIC)) return refusal;
  // The service refuses the number of the general topic: what names none goes there.
  const behind = topic === undefined || Number(topic) === 1 ? '' : `/${Number(topic)}`;
  return { ok: true, address: `${chat ?? `@${name}`}${behind}` };
};

const refusal = {
  ok: false,
  sentence:
    "must be a chat's number such as 42 or -100123, with /5 behind it for a topic, or the @name of a channel or group",
} as const;

/** The parts of an address that `readAddress` returned. */
export function partsOf(address: string): TelegramAddress {
  const [chat = '', topic] = address.split('/');
  return {
    chat: chat.startsWith('@') ? chat.slice(1) : Number(chat),
    topic: topic === undefined ? undefined : Number(topic),
  };
}
