/**
 * MTProto 2.0 over TCP, server side: framing, key exchange, encryption, salts, sessions, containers and remote calls
 * (core.telegram.org/mtproto/description). The schema comes from the client library that is being tested.
 */
import crypto from 'node:crypto';
import net, { type Socket } from 'node:net';
import { freePort, listening } from '../../free-port.ts';
import { resetSocket } from '../reset-socket.ts';
import { makeFraming } from './framing.ts';
import { makeKeyExchange, rsaKey } from './key-exchange.ts';
import { ige, littleEndian, messageKeyOf, messageKeys, sha1 } from './mtproto-crypto.ts';
import type { Tl, TlLibrary } from './teleproto.ts';

export class RpcError extends Error {
  readonly code: number;
  constructor(code: number, message: string) {
    super(message);
    this.code = code;
  }
}
/** Thrown by a call to end without an answer. */
export const NO_ANSWER = Symbol('no answer');

export interface AuthKey {
  readonly id: string;
  readonly bytes: Buffer;
  readonly salt: Buffer;
  /** Who is signed in with this key. */
  account: number | undefined;
}

export interface WireSession {
  readonly key: AuthKey;
  cut(): void;
}

export interface Wire {
  readonly port: number;
  readonly publicKey: { readonly fingerprint: string; readonly modulus: string };
  readonly keys: Map<string, AuthKey>;
  addKey(bytes: Buffer): AuthKey;
  /** Tells every connection of an account of something that happened. */
  push(account: number, update: Tl): void;
  /** Ends all connections and takes no new ones until `up`, on the same port. */
  down(): Promise<void>;
  up(): Promise<void>;
}

interface Session extends WireSession {
  readonly id: string;
  seq: number;
  /** Calls by message id; each tells whether it was done. */
  readonly running: Map<string, Promise<boolean>>;
}

export async function serveMtproto(options: {
  readonly library: TlLibrary;
  /** Answers one call. */
  call(request: Tl, session: WireSession): Promise<Tl>;
}): Promise<Wire> {
  const { Api, BinaryReader, bigInt } = options.library;
  const rsa = rsaKey();
  const keys = new Map<string, AuthKey>();
  const sockets = new Set<Socket>();
  const read = (data: Buffer): Tl => new BinaryReader(data).tgReadObject();
  const long = (value: { toString(): string }): Tl => bigInt(value.toString());

  /** Of every connection that is open. */
  const told = new Map<Session, (body: Buffer) => void>();
  let lastMessageId = 0n;
  /** Time in the upper half, strictly rising; the low bits say answer (1) or notification (3). */
  function messageId(kind: 1 | 3): Buffer {
    const now = Date.now();
    const fresh = ((BigInt(Math.floor(now / 1000)) << 32n) | (BigInt(now % 1000) * 4_294_967n)) & ~3n;
    lastMessageId = fresh > lastMessageId ? fresh : lastMessageId + 4n;
    return littleEndian(lastMessageId | BigInt(kind), 8);
  }

  function addKey(bytes: Buffer): AuthKey {
    const id = sha1(bytes).subarray(12, 20).toString('hex');
    const key: AuthKey = { id, bytes, salt: crypto.randomBytes(8), account: undefined };
    keys.set(id, key);
    return key;
  }

  function connection(socket: Socket): void {
    sockets.add(socket);
    const own = new Map<string, Session>();
    const framing = makeFraming(socket);
    const exchange = makeKeyExchange(options.library, addKey);
    let turn = Promise.resolve();
    socket.on('error', () => undefined);
    socket.on('close', () => {
      sockets.delete(socket);
      for (const session of own.values()) told.delete(session);
    });
    socket.on('data', (data) => {
      for (const packet of framing.take(data)) {
        turn = turn
          .then(() => (packet.readBigInt64LE(0) === 0n ? plain(packet) : encrypted(packet)))
          .catch(() => void socket.destroy());
      }
    });

    function plain(packet: Buffer): void {
      const body: Buffer = exchange(read(packet.subarray(20))).getBytes();
      framing.send(Buffer.concat([Buffer.alloc(8), messageId(1), littleEndian(body.length, 4), body]));
    }

    function send(session: Session, body: Buffer, kind: 1 | 3): void {
      const { bytes, salt } = session.key;
      const head = [salt, Buffer.from(session.id, 'hex'), messageId(kind), littleEndian(session.seq * 2 + 1, 4)];
      session.seq += 1;
      const text = Buffer.concat([...head, littleEndian(body.length, 4), body]);
      const padded = Buffer.concat([text, crypto.randomBytes(12 + ((16 - ((text.length + 12) % 16)) % 16))]);
      const messageKey = messageKeyOf(bytes, padded, 8);
      const { key, iv } = messageKeys(bytes, messageKey, 8);
      framing.send(Buffer.concat([Buffer.from(session.key.id, 'hex'), messageKey, ige('encrypt', key, iv, padded)]));
    }

    async function encrypted(packet: Buffer): Promise<void> {
      const authKey = keys.get(packet.subarray(0, 8).toString('hex'));
      // The service has forgotten this key.
      if (!authKey) return framing.send(littleEndian(-404, 4));
      const messageKey = packet.subarray(8, 24);
      const { key, iv } = messageKeys(authKey.bytes, messageKey, 0);
      const text = ige('decrypt', key, iv, packet.subarray(24));
      if (!messageKeyOf(authKey.bytes, text, 0).equals(messageKey)) throw new Error('wrong message key');
      const requestId = long(text.readBigInt64LE(16));
      const session = sessionOf(authKey, text.subarray(8, 16).toString('hex'), requestId);
      const newServerSalt = long(authKey.salt.readBigInt64LE());
      if (!text.subarray(0, 8).equals(authKey.salt)) {
        const badMsgSeqno = text.readInt32LE(24);
        const wrong = new Api.BadServerSalt({ badMsgId: requestId, badMsgSeqno, errorCode: 48, newServerSalt });
        return send(session, wrong.getBytes(), 3);
      }
      await unpack(session, requestId, read(text.subarray(32, 32 + text.readInt32LE(28))));
    }

    function sessionOf(key: AuthKey, id: string, firstMsgId: Tl): Session {
      const known = own.get(`${key.id}/${id}`);
      if (known) return known;
      const session: Session = { key, id, seq: 0, running: new Map(), cut: () => resetSocket(socket) };
      own.set(`${key.id}/${id}`, session);
      told.set(session, (body) => send(session, body, 3));
      const uniqueId = long(crypto.randomBytes(8).readBigInt64LE());
      const serverSalt = long(key.salt.readBigInt64LE());
      send(session, new Api.NewSessionCreated({ firstMsgId, uniqueId, serverSalt }).getBytes(), 3);
      return session;
    }

    /** Takes containers and compression apart and starts the calls in their order. */
    async function unpack(session: Session, id: Tl, object: Tl): Promise<void> {
      const value = await object;
      if (Array.isArray(value.messages) && value.className === undefined) {
        for (const message of value.messages) await unpack(session, message.msgId, message.obj);
      } else if (Buffer.isBuffer(value.data) && value.className === undefined) {
        await unpack(session, id, read(value.data));
      } else if (value.className === 'Ping' || value.className === 'PingDelayDisconnect') {
        send(session, new Api.Pong({ msgId: id, pingId: value.pingId }).getBytes(), 1);
      } else if (value.className !== 'MsgsAck') {
        session.running.set(id.toString(), run(session, id, value));
      }
    }

    async function run(session: Session, id: Tl, object: Tl): Promise<boolean> {
      let body: Buffer;
      let done = true;
      try {
        body = result(await options.call(await unwrap(session, object), session));
      } catch (error) {
        if (error === NO_ANSWER) return false;
        // Any other error is a bug in the stand-in: the words make it seen in the test that uses it.
        const known = error instanceof RpcError;
        const errorMessage = known ? error.message : `STAND_IN_BROKEN ${String(error)}`;
        body = new Api.RpcError({ errorCode: known ? error.code : 400, errorMessage }).getBytes();
        done = false;
      }
      send(session, Buffer.concat([littleEndian(0xf35c6d01, 4), littleEndian(id, 8), body]), 1);
      return done;
    }

    /** The call inside its `invokeWith…` and `initConnection`; waits for the call that must come first. */
    async function unwrap(session: Session, object: Tl): Promise<Tl> {
      let request = object;
      while (request.query !== undefined) {
        const first = request.className === 'InvokeAfterMsg' && session.running.get(request.msgId.toString());
        if (first && !(await first)) throw new RpcError(400, 'MSG_WAIT_FAILED');
        request = request.query;
      }
      return request;
    }
  }

  function result(value: Tl): Buffer {
    if (Array.isArray(value)) {
      const head = Buffer.alloc(8);
      head.writeUInt32LE(0x1cb5c415, 0);
      head.writeInt32LE(value.length, 4);
      return Buffer.concat([head, ...value.map((item) => item.getBytes())]);
    }
    if (typeof value === 'boolean') return littleEndian(value ? 0x997275b5 : 0xbc799737, 4);
    return value.getBytes();
  }

  const server = net.createServer(connection);
  // String sessions store the port in a signed 16-bit field; those that are given here fit.
  const port = await freePort();
  await listening(server, port);
  return {
    ...{ port, keys, addKey },
    push(account, update) {
      for (const [session, tell] of told) if (session.key.account === account) tell(update.getBytes());
    },
    publicKey: { fingerprint: rsa.fingerprint.toString(), modulus: rsa.modulus.toString() },
    down() {
      for (const socket of sockets) resetSocket(socket);
      return new Promise((resolve) => server.close(() => resolve()));
    },
    up: () => listening(server, port),
  };
}
