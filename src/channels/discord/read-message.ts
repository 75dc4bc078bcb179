import { isObject } from '../../kernel/is-object.ts';
import type { Remark } from '../../ports/channel.ts';
import { timeOf } from './snowflake.ts';

/** UTF-16 units that are kept of a text; the service lets nobody write more. */
const LONGEST_TEXT = 4_000;
const LONGEST_NAME = 300;
const MOST_FILES = 10;

/** What a person writes (Discord's documentation, "Message Types"). Everything else tells of the channel. */
const ORDINARY = 0;
const REPLY = 19;
const written: ReadonlySet<unknown> = new Set([ORDINARY, REPLY]);

type Item = Readonly<Record<string, unknown>>;

const itemsOf = (value: unknown): readonly Item[] => (Array.isArray(value) ? value.filter(isObject) : []);
const textOf = (value: unknown, longest: number): string =>
  typeof value === 'string' ? value.slice(0, longest).toWellFormed() : '';
const nameOf = ({ global_name: shown, username }: Item): string =>
  textOf(shown, LONGEST_NAME) || textOf(username, LONGEST_NAME);

/** The id of a message or person; undefined if it is none. */
export const idOf = (item: Item): string | undefined => {
  const { id } = item;
  return typeof id === 'string' && /^\d{1,20}$/.test(id) ? id : undefined;
};

/**
 * Reads a message (Discord's documentation, "Message Object") as a remark. Undefined if it is none: of a bot (Porter's own are such) or a
 * webhook, told by Discord itself, or malformed.
 *
 * @param at the addresses of where it was written
 */
export function readMessage(message: Item, at: Remark['at']): Remark | undefined {
  const { author, type, webhook_id: webhook } = message;
  const [id, person] = [idOf(message), isObject(author) ? idOf(author) : undefined];
  if (id === undefined || person === undefined || !isObject(author)) return undefined;
  if (author['bot'] === true || author['system'] === true || webhook !== undefined || !written.has(type)) {
    return undefined;
  }
  const files = itemsOf(message['attachments']).slice(0, MOST_FILES);
  const lines = [
    readable(textOf(message['content'], LONGEST_TEXT), itemsOf(message['mentions'])),
    ...files.map(({ filename }) => `(${textOf(filename, LONGEST_NAME) || 'file'})`),
  ];
  const text = lines.filter((line) => line !== '').join('\n');
  return {
    ...{ key: id, at, person, name: nameOf(author) || person, text: text || undefined },
    ...{ inReplyTo: repliedTo(message), writtenAt: timeOf(id) },
  };
}

/** A forwarded message refers to one as well, but is no reply. */
function repliedTo({ type, message_reference: reference }: Item): string | undefined {
  return type === REPLY && isObject(reference) ? idOf({ id: reference['message_id'] }) : undefined;
}

/** The text as people see it there: with the names of those who are called, and of pictures. The rest of its markdown is left alone. */
const readable = (content: string, mentions: readonly Item[]): string =>
  content
    .replace(/<@!?(\d{1,20})>/g, (whole, id: string) => {
      const called = mentions.find((one) => one['id'] === id);
      return called === undefined ? whole : `@${nameOf(called)}`;
    })
    .replace(/<a?(:\w{1,32}:)\d{1,20}>/g, '$1');
