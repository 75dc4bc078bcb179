import { xml } from '@xmpp/client';
import type { XmppAddress } from './address.ts';
import type { StanzaRefusal } from './classify.ts';

/** An element of the library. */
export type Stanza = ReturnType<typeof xml>;

export const SM = 'urn:xmpp:sm:3';
const MUC = 'http://jabber.org/protocol/muc';
const IDS = 'urn:xmpp:sid:0';
const OCCUPANT_IDS = 'urn:xmpp:occupant-id:0';

/**
 * The message of a delivery. A person gets a `chat`: a `headline` to somebody who is offline is dropped without a word.
 *
 * @param id of the job: `id` and origin-id (XEP-0359), by which a receiver can recognise a repeat
 */
export function messageStanza({ kind, jid }: XmppAddress, id: string, body: string): Stanza {
  const forPerson = [xml('request', { xmlns: 'urn:xmpp:receipts' })];
  return xml(
    'message',
    { type: kind === 'room' ? 'groupchat' : 'chat', to: jid, id },
    xml('body', {}, body),
    ...(kind === 'room' ? [] : forPerson),
    xml('origin-id', { xmlns: IDS, id }),
    xml('store', { xmlns: 'urn:xmpp:hints' }),
  );
}

/** Asks the server for an acknowledgement (XEP-0198). */
export const requestStanza = (): Stanza => xml('r', { xmlns: SM });

/** Says that Porter is online. */
export const presenceStanza = (): Stanza => xml('presence');

/** Asks what an address is (XEP-0030). */
export const discoStanza = (jid: string): Stanza =>
  xml('iq', { type: 'get', to: jid }, xml('query', { xmlns: 'http://jabber.org/protocol/disco#info' }));

/** Enters a group chat without asking for what was said before. */
export const joinStanza = (room: string, nick: string): Stanza =>
  xml('presence', { to: `${room}/${nick}` }, xml('x', { xmlns: MUC }, xml('history', { maxstanzas: '0' })));

export const attributeOf = (stanza: Stanza, name: 'id' | 'from' | 'type'): string => String(stanza.attrs[name] ?? '');

/** What the `<error/>` in a stanza of type `error` says. */
export function refusalIn(stanza: Stanza): StanzaRefusal {
  const error = stanza.getChild('error');
  const children = error?.getChildElements() ?? [];
  return {
    condition: children.find(({ name }) => name !== 'text')?.name ?? 'undefined-condition',
    type: String(error?.attrs['type'] ?? ''),
    text: children.find(({ name }) => name === 'text')?.getText() ?? '',
  };
}

/** The id that a group chat gave a message (XEP-0359). */
export const idFromRoom = (stanza: Stanza, room: string): string | undefined =>
  stanza
    .getChildren('stanza-id', IDS)
    .filter(({ attrs }) => attrs['by'] === room)
    .map(({ attrs }) => String(attrs['id'] ?? ''))[0];

/** Leaves a group chat. */
export const leaveStanza = (room: string, nick: string): Stanza =>
  xml('presence', { to: `${room}/${nick}`, type: 'unavailable' });

/** What a presence from a group chat says (XEP-0045): `110` it is Porter's own, `201` the group chat was made by entering it. */
export const hasStatus = (presence: Stanza, code: '110' | '201'): boolean =>
  presence
    .getChild('x', `${MUC}#user`)
    ?.getChildren('status')
    .some(({ attrs }) => attrs['code'] === code) ?? false;

/** Is it a group chat that a disco#info speaks of? */
export const isGroupChat = (query: Stanza | undefined): boolean =>
  query?.getChildren('identity').some(({ attrs }) => attrs['category'] === 'conference') ?? false;

/** Does a disco#info say that the group chat gives every occupant an id (XEP-0421)? One that does not passes on whatever people write there. */
export const givesOccupantIds = (query: Stanza | undefined): boolean =>
  query?.getChildren('feature').some(({ attrs }) => attrs['var'] === OCCUPANT_IDS) ?? false;

/** The id of the occupant in a message from a group chat. */
export const occupantIdIn = (message: Stanza): string | undefined => {
  const id: unknown = message.getChild('occupant-id', OCCUPANT_IDS)?.attrs['id'];
  return typeof id === 'string' && id !== '' ? id : undefined;
};
