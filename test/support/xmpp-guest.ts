import type { TestProsody } from './prosody.ts';
import { escapeXml, find, type XmlElement } from './xml.ts';
import { openXmppSession, type Refusal, RefusedError, refusalIn, type XmppSession } from './xmpp-session.ts';

const MUC = 'http://jabber.org/protocol/muc';

/** How the own presence came back (status 110 of XEP-0045). */
export interface Presence {
  readonly affiliation: string | undefined;
  readonly role: string | undefined;
  /** What the token says of the person, as everybody in the room is shown it. */
  readonly shown: Readonly<Record<string, string>>;
}

export type Plugin = keyof TestProsody['rooms'];

export interface Visit {
  /** As the address of the meeting names it; lower case. */
  readonly room: string;
  /** Undefined: without one. */
  readonly token: string | undefined;
  /** `token_affiliation` unless told. */
  readonly plugin?: Plugin;
}

/** A person who comes with a token and leaves again once it is known how he was received. */
export async function visit(prosody: TestProsody, visit: Visit): Promise<Presence | Refusal> {
  try {
    await using session = await signIn(prosody, visit);
    return await enter(session, roomAddress(prosody, visit));
  } catch (error) {
    if (error instanceof RefusedError) return error.refusal;
    throw error;
  }
}

/** As Jitsi's web client: anonymous, room and token in the query. Throws `RefusedError`. */
function signIn(prosody: TestProsody, { room, token }: Visit): Promise<XmppSession> {
  const query = { room, ...(token === undefined ? {} : { token }) };
  return openXmppSession({ websocket: prosody.websocket, domain: prosody.domain, query });
}

/** The bare JID of the room. */
export const roomAddress = (prosody: TestProsody, { room, plugin = 'token_affiliation' }: Omit<Visit, 'token'>) =>
  `${room}@${prosody.rooms[plugin]}`;

/** The session that makes rooms, as jicofo; they live as long as it does. */
export function openFocus({ websocket, focus }: TestProsody): Promise<XmppSession> {
  return openXmppSession({ websocket, domain: focus.domain, login: focus });
}

/**
 * Joins a room and waits for the own presence. Throws `RefusedError`.
 *
 * @param room its bare JID
 * @param nick the first part of the JID unless told, as Jitsi does
 */
export async function enter(session: XmppSession, room: string, nick = session.jid.slice(0, 8)): Promise<Presence> {
  session.send(`<presence xmlns="jabber:client" to="${escapeXml(`${room}/${nick}`)}"><x xmlns="${MUC}"/></presence>`);
  const answer = await session.next(`the own presence in ${room}`, (element) => {
    const { from = '', type } = element.attributes;
    if (element.name !== 'presence' || from.split('/')[0] !== room) return false;
    return type === 'error' || statuses(element).includes('110');
  });
  if (answer.attributes['type'] === 'error') throw new RefusedError(refusalIn(find(answer, 'error'), 'room'));
  return presenceIn(answer);
}

/** The part of a presence that tells of rooms (XEP-0045). */
const userPart = (presence: XmlElement): XmlElement | undefined =>
  presence.children.find(({ name, attributes }) => name === 'x' && attributes['xmlns'] === `${MUC}#user`);

const statuses = (presence: XmlElement): (string | undefined)[] =>
  (userPart(presence)?.children ?? [])
    .filter(({ name }) => name === 'status')
    .map(({ attributes }) => attributes['code']);

export function presenceIn(presence: XmlElement): Presence {
  const part = userPart(presence);
  const item = part && find(part, 'item')?.attributes;
  const user = find(presence, 'identity', 'user')?.children ?? [];
  return {
    affiliation: item?.['affiliation'],
    role: item?.['role'],
    shown: Object.fromEntries(user.map(({ name, text }) => [name, text])),
  };
}
