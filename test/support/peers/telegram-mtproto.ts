/**
 * Stands in for a Telegram data centre as a user account sees it that sends and hears: MTProto 2.0 with the calls that need. The schema
 * is taken from the installed client library, so that what is tested is the library with its wire.
 *
 * Models (sources: core.telegram.org/mtproto for the wire, /methods and /api/errors for calls and error names)
 * - key exchange, encryption, salts (the first call is answered bad_server_salt), containers, pings, -404 for a forgotten key; "full"
 *   and "abridged" framing
 * - auth.sendCode, signIn, account.getPassword, auth.checkPassword (SRP)
 * - contacts.resolveUsername, getContacts, messages.getDialogs, with access hashes per viewer; supergroups with topics
 * - messages.sendMessage with its memory of random_id, editMessage, and the refusals of both
 * - any other error, and cut or silent connections, through `faults`; revoked sessions and forgotten keys
 *
 * - messages.getHistory of what people write, with its offsets, and the update that is pushed for it
 *
 * Does not model: other data centres (all ids point here), updates by number (pts) and their differences, media, secret chats, sign-up, QR log-in, e-mail codes, replayed
 * message ids, obfuscated transport and proxies. A mistake in the schema that both sides share would stay unseen.
 */
import crypto from 'node:crypto';
import { makeFaultsQueue, type PeerFaults } from './inner/faults-queue.ts';
import {
  type App,
  type Handler,
  type MtprotoGroup,
  type MtprotoUser,
  makeDirectory,
  signInCalls,
} from './telegram/mtproto-account.ts';
import { makeHistory, type Written } from './telegram/mtproto-history.ts';
import { type MtprotoMessage, messageCalls } from './telegram/mtproto-messages.ts';
import { NO_ANSWER, RpcError, serveMtproto, type WireSession } from './telegram/mtproto-wire.ts';
import { loadTeleproto, type Tl } from './telegram/teleproto.ts';

export interface RpcCall {
  readonly method: string;
  readonly request: Tl;
}

/** What a call is answered instead. */
export interface RpcFailure {
  readonly code: number;
  readonly message: string;
}

export interface TelegramMtproto extends App, AsyncDisposable {
  readonly port: number;
  /** Every remote call in order, pings left out. */
  readonly calls: readonly RpcCall[];
  readonly sent: readonly MtprotoMessage[];
  readonly faults: PeerFaults<RpcCall, RpcFailure>;
  addUser(user: Pick<MtprotoUser, 'id'> & Partial<MtprotoUser>): MtprotoUser;
  addGroup(group: Pick<MtprotoGroup, 'id'> & Partial<MtprotoGroup>): MtprotoGroup;
  addContact(owner: number, contact: number): void;
  /** Somebody writes; unless it is silent, the account is told. Returns the number of the message. */
  write(message: Written & { readonly silent?: boolean }): number;
  edit(id: number, text: string): void;
  /** The code last sent to a phone; undefined if none was. */
  codeFor(phone: string): string | undefined;
  /** A string session that is signed in already. @param port of a proxy in front of the service */
  mintSession(userId: number, port?: number): string;
  /** Signs the account out everywhere. */
  revokeSessions(userId: number): void;
  /** Forgets every key, as after months of silence. */
  forgetKeys(): void;
  down(): Promise<void>;
  up(): Promise<void>;
  /** Makes the client library trust this server in a process of its own, and routes Telegram's own addresses to it. */
  childEnvironment(): Readonly<Record<string, string>>;
}

/** Starts the service; the client library of this process trusts it from then on. */
export async function startTelegramMtproto(): Promise<TelegramMtproto> {
  const library = loadTeleproto();
  const { Api, bigInt } = library;
  const app = { apiId: 4242, apiHash: '0123456789abcdef0123456789abcdef' };
  const directory = makeDirectory(library);
  const { users, groups, contacts } = directory;
  const codes = new Map<string, string>();
  const calls: RpcCall[] = [];
  const sent: MtprotoMessage[] = [];
  const faults = makeFaultsQueue<RpcCall, RpcFailure>();

  const open: Readonly<Record<string, Handler>> = {
    ...signInCalls(library, directory, app, codes),
    'help.GetConfig': () =>
      new Api.Config({
        ...{ date: 1, expires: 2_000_000_000, testMode: false, thisDc: 2, dcTxtDomainName: 'stand-in.invalid' },
        dcOptions: [1, 2, 3, 4, 5].map((id) => new Api.DcOption({ id, ipAddress: '127.0.0.1', port: wire.port })),
        ...{ chatSizeMax: 200, megagroupSizeMax: 200_000, forwardedCountMax: 100, editTimeLimit: 172_800 },
        ...{ messageLengthMax: 4096, captionLengthMax: 1024, meUrlPrefix: 'https://t.me/', webfileDcId: 4 },
      }),
    'help.GetNearestDc': () => new Api.NearestDc({ country: 'NL', thisDc: 2, nearestDc: 2 }),
  };
  const history = makeHistory(library, directory);
  const signedIn: Readonly<Record<string, Handler>> = {
    ...messageCalls(library, directory, sent),
    ...history.calls,
    'updates.GetState': () => new Api.updates.State({ pts: sent.length + 1, qts: 0, date: 1, seq: 1, unreadCount: 0 }),
    'users.GetUsers': (_, __, me) => [directory.userObject(me.id, me)],
  };

  function handle(request: Tl, session: WireSession): Tl {
    const me = session.key.account === undefined ? undefined : users.get(session.key.account);
    const nobody = { id: 0, username: undefined, phone: undefined, password: undefined, reach: 'open' } as const;
    const anyone = open[request.className];
    if (anyone) return anyone(request, session, me ?? nobody);
    if (!me) throw new RpcError(401, 'AUTH_KEY_UNREGISTERED');
    const handler = signedIn[request.className];
    if (!handler) throw new RpcError(400, `METHOD_INVALID ${request.className}`);
    return handler(request, session, me);
  }

  const wire = await serveMtproto({
    library,
    async call(request, session) {
      const call: RpcCall = { method: request.className, request };
      calls.push(call);
      const fault = faults.take(call);
      if (fault?.lose === 'request') session.cut();
      if (fault?.lose === 'request' || fault?.hang === 'request') throw NO_ANSWER;
      if (fault?.answer) throw new RpcError(fault.answer.code, fault.answer.message);
      const answer = handle(request, session);
      if (fault?.lose === 'answer') session.cut();
      if (fault?.lose === 'answer' || fault?.hang === 'answer') throw NO_ANSWER;
      return answer;
    },
  });
  const { fingerprint, modulus } = wire.publicKey;
  library.serverKeys.set(fingerprint, { n: bigInt(modulus), e: 65_537 });

  return {
    ...app,
    ...{ port: wire.port, calls, sent, faults, down: wire.down, up: wire.up },
    addUser(given) {
      const user = { username: undefined, phone: undefined, password: undefined, reach: 'open' as const, ...given };
      users.set(user.id, user);
      return user;
    },
    addGroup(given) {
      const group = { username: undefined, writable: true, ...given };
      groups.set(group.id, group);
      return group;
    },
    addContact: (owner, contact) => void contacts.set(owner, new Set([...(contacts.get(owner) ?? []), contact])),
    write({ silent, ...message }) {
      const { id, update } = history.write(message);
      if (!silent) wire.push(message.to, update);
      return id;
    },
    edit: history.edit,
    codeFor: (phone) => codes.get(phone),
    mintSession(userId, port = wire.port) {
      const key = wire.addKey(Buffer.concat([Buffer.from([1]), crypto.randomBytes(255)]));
      key.account = userId;
      const address = Buffer.from('127.0.0.1');
      const head = Buffer.alloc(3 + address.length + 2);
      head.writeUInt8(2, 0);
      head.writeInt16BE(address.length, 1);
      address.copy(head, 3);
      head.writeInt16BE(port, 3 + address.length);
      return `1${Buffer.concat([head, key.bytes]).toString('base64')}`;
    },
    revokeSessions(userId) {
      for (const key of wire.keys.values()) if (key.account === userId) key.account = undefined;
    },
    forgetKeys: () => wire.keys.clear(),
    childEnvironment: () => ({
      NODE_OPTIONS: `${process.env['NODE_OPTIONS'] ?? ''} --import=${new URL('./telegram/trust.ts', import.meta.url)}`,
      MTPROTO_STAND_IN: `${fingerprint}:${modulus}:${wire.port}`,
    }),
    [Symbol.asyncDispose]: () => wire.down(),
  };
}
