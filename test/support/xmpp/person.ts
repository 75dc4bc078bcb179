import { randomUUID } from 'node:crypto';
import type net from 'node:net';
import { client, xml } from '@xmpp/client';
import { eventually } from '../eventually.ts';
import { DOMAIN, ROOMS, type XmppServer } from './server.ts';

type Element = ReturnType<typeof xml>;

export interface Received {
  readonly id: string;
  readonly from: string;
  readonly body: string;
  /** `chat`, `groupchat` or `error`. */
  readonly type: string;
}

/** Somebody with an account and a client of their own, online. */
export interface XmppPerson extends AsyncDisposable {
  readonly jid: string;
  readonly received: readonly Received[];
  /** Writes to a person or, as `groupchat`, to a group chat. @param also elements beside the text */
  say(to: string, body: string, type?: 'chat' | 'groupchat', ...also: readonly Element[]): Promise<void>;
  block(jid: string): Promise<void>;
  /** With `quiet`: begins to take messages. */
  goOnline(): Promise<void>;
  /** Takes nothing more, without a word to the server, which keeps the session for a while. */
  loseNetwork(): void;
  /** Enters a group chat that is there. */
  enterRoom(room: string): Promise<void>;
  /** Makes a group chat and stays in it. Its address. @param nick the own name there; that of the account unless told */
  makeRoom(name: string, nick?: string): Promise<string>;
  /** `outcast` puts somebody out of a group chat for good; `member` takes that back. */
  setAffiliation(room: string, jid: string, affiliation: 'outcast' | 'member'): Promise<void>;
}

/** @param quiet online, but does not take messages yet */
export async function openPerson(
  server: Pick<XmppServer, 'addAccount' | 'port'>,
  user: string,
  { known = false, resource = 'phone', quiet = false } = {},
): Promise<XmppPerson> {
  const password = `password of ${user}`;
  if (!known) await server.addAccount(user, password);
  const received: Received[] = [];
  const own = new Set<string>();
  const xmpp = client({
    ...{
      service: `xmpp://127.0.0.1:${server.port}`,
      domain: DOMAIN,
      username: user,
      password,
      resource,
      timeout: 15_000,
    },
  });
  xmpp.on('error', () => undefined);
  xmpp.on('connect', () => xmpp.socket?.on('error', () => undefined));
  xmpp.reconnect.stop();
  xmpp.on('stanza', (stanza) => {
    const { id = '', from = '', type = 'normal' } = stanza.attrs as Record<string, string>;
    if (stanza.is('presence') && stanza.getChild('x', `${MUC}#user`)) own.add(from);
    const body = stanza.getChildText('body');
    if (stanza.is('message') && body !== null) received.push({ id, from, body, type });
  });
  await xmpp.start();
  await eventually(() => xmpp.streamManagement.enabled);
  if (!quiet) await goOnline();

  async function goOnline(): Promise<void> {
    await xmpp.send(xml('presence'));
    // Once this is answered the server puts messages through.
    await xmpp.iqCaller.request(xml('iq', { type: 'get' }, xml('ping', { xmlns: 'urn:xmpp:ping' })), 60_000);
  }

  async function enter(room: string, nick: string): Promise<void> {
    await xmpp.send(xml('presence', { to: `${room}/${nick}` }, xml('x', { xmlns: MUC })));
    await eventually(() => own.has(`${room}/${nick}`));
  }

  return {
    jid: `${user}@${DOMAIN}`,
    received,
    goOnline,
    loseNetwork() {
      (xmpp.socket as unknown as net.Socket).resetAndDestroy();
    },
    async say(to, body, type = 'chat', ...also) {
      await xmpp.send(xml('message', { to, type, id: randomUUID() }, xml('body', {}, body), ...also));
    },
    async block(jid) {
      const list = xml('block', { xmlns: 'urn:xmpp:blocking' }, xml('item', { jid }));
      await xmpp.iqCaller.request(xml('iq', { type: 'set' }, list));
    },
    enterRoom: (room) => enter(room, user),
    async makeRoom(name, nick = user) {
      const room = `${name}@${ROOMS}`;
      await enter(room, nick);
      const form = xml('x', { xmlns: 'jabber:x:data', type: 'submit' });
      const query = xml('query', { xmlns: `${MUC}#owner` }, form);
      await xmpp.iqCaller.request(xml('iq', { type: 'set', to: room }, query));
      return room;
    },
    async setAffiliation(room, jid, affiliation) {
      const query = xml('query', { xmlns: `${MUC}#admin` }, xml('item', { jid, affiliation }));
      await xmpp.iqCaller.request(xml('iq', { type: 'set', to: room }, query));
    },
    async [Symbol.asyncDispose]() {
      await xmpp.stop().catch(() => undefined);
    },
  };
}

const MUC = 'http://jabber.org/protocol/muc';
