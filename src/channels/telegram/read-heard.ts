import { SECOND } from '../../kernel/clock.ts';
import type { Remark } from '../../ports/channel.ts';
import { chatOf } from './news.ts';
import type { Teleproto } from './teleproto.ts';

type Api = Teleproto['Api'];

const LONGEST_TEXT = 4_096;
const LONGEST_NAME = 300;

/** What came with the messages: who wrote them, and in which chats. */
export interface Around {
  readonly users: readonly unknown[];
  readonly chats: readonly unknown[];
}

/**
 * Reads a message of a chat as a remark. Undefined if it is none: the account's own, of a bot, of a channel, or something that
 * happened in the chat.
 *
 * @param me number of the account: in the chats of people each account counts messages by itself
 */
export function readHeard(Api: Api, message: unknown, { users, chats }: Around, me: string): Remark | undefined {
  if (!(message instanceof Api.Message) || message.out === true || message.post === true) return undefined;
  const chat = chatOf(message.peerId);
  // What is missing is undefined or null: the library reads both ways.
  const from = message.fromId ? chatOf(message.fromId) : chat;
  if (chat === undefined || from === undefined) return undefined;
  const text = message.message.slice(0, LONGEST_TEXT).toWellFormed();
  if (text === '' && !message.media) return undefined;

  const author = users.find((user) => user instanceof Api.User && Number(user.id) === from);
  const place = chats.find((one) => one instanceof Api.Channel && chatOf({ channelId: one.id }) === chat);
  let name: string;
  if (author instanceof Api.User) {
    if (author.bot === true || author.self === true) return undefined;
    name = [author.firstName, author.lastName].filter((part) => part).join(' ') || (author.username ?? '');
    // An administrator may write in the name of the group; anybody else who writes as a channel is none that can be told.
  } else if (from === chat && place instanceof Api.Channel) name = place.title;
  else return undefined;

  const person = chat > 0 && author instanceof Api.User ? author : undefined;
  const username = place instanceof Api.Channel ? place.username : person?.username;
  const { topic, inReplyTo } = relationOf(Api, message);
  return {
    key: `${me}:${chat}:${message.id}`,
    at: addressesOf(chat, username, topic),
    ...{ person: String(from), name: (name || String(from)).slice(0, LONGEST_NAME).toWellFormed() },
    ...{ text: text || undefined, inReplyTo, writtenAt: message.date * SECOND },
  };
}

/** In a topic the service names the message that began it where nobody replied to any. */
function relationOf(Api: Api, { replyTo }: InstanceType<Api['Message']>) {
  if (!(replyTo instanceof Api.MessageReplyHeader) || replyTo.replyToPeerId) return {};
  const { forumTopic, replyToTopId, replyToMsgId } = replyTo;
  const topic = forumTopic === true ? (replyToTopId ?? replyToMsgId ?? undefined) : undefined;
  const replied = replyToMsgId === topic ? undefined : replyToMsgId;
  return { topic, inReplyTo: replied ? String(replied) : undefined };
}

/** As `readAddress` writes them: the topic, the chat, and the chat by its public name. */
function addressesOf(chat: number, username: string | undefined, topic: number | undefined): Remark['at'] {
  const whole = !username ? [String(chat)] : [String(chat), `@${username.toLowerCase()}`];
  const all = topic === undefined || topic === 1 ? whole : [...whole.map((one) => `${one}/${topic}`), ...whole];
  const [first = String(chat), ...more] = all;
  return [first, ...more];
}
