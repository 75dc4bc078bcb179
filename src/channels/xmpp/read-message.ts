import { digestOf } from '../../kernel/digest-of.ts';
import type { Remark } from '../../ports/channel.ts';
import { bareOf } from './address.ts';
import { attributeOf, occupantIdIn, type Stanza } from './stanzas.ts';

/** UTF-16 units that are kept of a text. */
const LONGEST_TEXT = 20_000;
const LONGEST_NAME = 300;
const LONGEST_ID = 1_000;

const DELAY = 'urn:xmpp:delay';
const REPLY = 'urn:xmpp:reply:0';
const FALLBACK = 'urn:xmpp:fallback:0';
const CORRECTION = 'urn:xmpp:message-correct:0';
/** What stands around a text that only the receiver's keys open; the body beside it is an apology (XEP-0380, XEP-0384). */
const encryptions = ['urn:xmpp:eme:0', 'eu.siacs.conversations.axolotl', 'urn:xmpp:omemo:2'];

export interface ReadMessageNeeds {
  /** Bare address of Porter. */
  readonly own: string;
  /** Is this the address of Porter in a group chat? */
  readonly isOwn: (occupant: string) => boolean;
  /** Are the ids of occupants in messages from this group chat its own? Elsewhere anybody could write the id of another. */
  readonly givesOccupantIds: (room: string) => boolean;
  /** Epoch milliseconds; only for messages without an id, of which no two are the same. */
  readonly now: number;
}

/**
 * Reads a message (RFC 6121, XEP-0045) as a remark. Undefined if it is none: without a body, an error or a headline, a correction of an
 * earlier one, Porter's own, what a group chat itself says, or what was said in it before Porter came.
 */
export function readMessage(
  stanza: Stanza,
  { own, isOwn, givesOccupantIds, now }: ReadMessageNeeds,
): Remark | undefined {
  if (!stanza.is('message')) return undefined;
  const [type, from, id] = [attributeOf(stanza, 'type'), attributeOf(stanza, 'from'), attributeOf(stanza, 'id')];
  const body = stanza.getChildText('body') ?? '';
  const inReplyTo = replyIn(stanza);
  if (body === '' || stanza.getChild('replace', CORRECTION) !== undefined) return undefined;
  const text = encryptions.some((namespace) => hasChild(stanza, namespace))
    ? undefined
    : withoutQuote(stanza, body).slice(0, LONGEST_TEXT).toWellFormed();
  const bare = bareOf(from);
  // Another session of a sender may use the same id again; a text with it is another message then.
  const key = digestOf(JSON.stringify([from, id || now, body]));

  if (type === 'groupchat') {
    const nick = from.slice(bare.length + 1);
    if (nick === '' || isOwn(from) || stanza.getChild('delay', DELAY) !== undefined) return undefined;
    const occupantId = givesOccupantIds(bare) ? occupantIdIn(stanza) : undefined;
    return {
      key,
      at: [`${bare}?join`],
      // Without an id the name is all there is; nobody else has it at the same time.
      person: occupantId === undefined ? `${bare}/${nick}` : `${bare} ${occupantId}`,
      name: nick.slice(0, LONGEST_NAME).toWellFormed(),
      ...{ text, inReplyTo },
    };
  }
  if ((type !== 'chat' && type !== '' && type !== 'normal') || bare === own || bare === '') return undefined;
  return {
    ...{ key, at: [bare], person: bare, name: bare.slice(0, LONGEST_NAME), text },
    ...{ inReplyTo, writtenAt: writtenAt(stanza) },
  };
}

/** The id of the message that is replied to (XEP-0461): in a group chat that which the group chat gave it, else its own. */
function replyIn(stanza: Stanza): string | undefined {
  const id: unknown = stanza.getChild('reply', REPLY)?.attrs['id'];
  return typeof id === 'string' && id !== '' && id.length <= LONGEST_ID ? id : undefined;
}

/** When a message was taken that the server kept while Porter was away (XEP-0203). Whoever writes may put any time there. */
function writtenAt(stanza: Stanza): number | undefined {
  const at = Date.parse(String(stanza.getChild('delay', DELAY)?.attrs['stamp'] ?? ''));
  return Number.isNaN(at) ? undefined : at;
}

/** The body without the quote that a reply begins with for clients that know no replies (XEP-0428; it counts code points). */
function withoutQuote(stanza: Stanza, body: string): string {
  const fallback = stanza.getChildren('fallback', FALLBACK).find(({ attrs }) => attrs['for'] === REPLY);
  const quote = fallback?.getChild('body');
  const [start, end] = [quote?.attrs['start'], quote?.attrs['end']].map(Number);
  if (start !== 0 || end === undefined || !Number.isSafeInteger(end) || end <= 0) return body;
  return [...body].slice(end).join('') || body;
}

const hasChild = (stanza: Stanza, namespace: string): boolean =>
  stanza.getChildElements().some(({ attrs }) => attrs['xmlns'] === namespace || attrs['namespace'] === namespace);
