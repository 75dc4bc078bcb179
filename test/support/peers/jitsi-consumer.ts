/**
 * Stands in for the game (or any old client) that asks the token service for Jitsi tokens over plain TCP: the other end
 * of ChatTheatre/chat_admin_server, after that program's README and code, and after its one known client, SkotOS.
 *
 * Wire: a request is JSON followed by NUL (the old code), by newline (the old README), or by both. A reply is compact
 * JSON, newline, NUL; `seq` comes back when it was given. Replies come in the order of the requests. The old client
 * reads replies by pattern, so a reply with spaces between its words would not be understood: see `problems`.
 *
 * Models both directions (the client connects, or it listens and the token service dials), and a bad client: split
 * writes, many requests in a packet, frames without end, garbage, half-sent requests, sudden ends.
 * Does not model: what the service should answer to nonsense; that is the service's to say. No Prosody: whether Jitsi
 * accepts a token must be tried against the real one.
 */
import crypto from 'node:crypto';
import type { AddressInfo } from 'node:net';
import net from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import { freePort, listening } from '../free-port.ts';
import { resetSocket } from './reset-socket.ts';

export interface TokenRequest {
  readonly cmd?: string;
  readonly displayName?: string;
  readonly channel?: string;
  readonly moderator?: boolean;
  readonly email?: string;
  readonly avatar?: string;
  readonly validUntil?: number;
  readonly validFor?: number;
  readonly seq?: number;
  readonly [other: string]: unknown;
}

export interface TokenReply {
  readonly success: boolean;
  readonly message: string;
  readonly token: string;
  readonly time: number;
  readonly seq?: number;
}

export type FrameEnd = '\0' | '\n' | '\r\n' | '\n\0';

export interface JitsiConsumer extends AsyncDisposable {
  readonly replies: readonly TokenReply[];
  /** The same as bytes, without the NUL. */
  readonly rawReplies: readonly Buffer[];
  /** Breaches of the reply format, in plain words; empty when all is well. */
  readonly problems: readonly string[];
  readonly closed: 'end' | 'reset' | undefined;
  /** Sends a request with a fresh `seq` (unless given) and waits for the reply that carries it. */
  request(fields?: TokenRequest, timeoutMs?: number): Promise<TokenReply>;
  /** Sends without waiting. */
  send(data: string | Buffer): void;
  /** Sends in pieces of these sizes (the last size repeats), with a pause after each. */
  sendInPieces(data: string | Buffer, sizes: number | readonly number[], pauseMs?: number): Promise<void>;
  waitForReplies(count: number, timeoutMs?: number): Promise<readonly TokenReply[]>;
  waitForClose(timeoutMs?: number): Promise<'end' | 'reset'>;
  /** Says no more but still listens. */
  end(): void;
  cut(): void;
  close(): Promise<void>;
}

/** Milliseconds; a limit against hanging, not a measure. */
const PATIENCE = 20_000;

const COMPLETE: TokenRequest = {
  cmd: 'jwt_token',
  displayName: 'Ada',
  channel: 'lobby',
  moderator: false,
  validFor: 600,
};

export const tokenFrame = (fields: TokenRequest, end: FrameEnd = '\0'): Buffer =>
  Buffer.from(JSON.stringify(fields) + end);

/** As the old game builds it: by joining strings, so that a quote in the name breaks the JSON. */
export const skotosFrame = (name: string, channel: string, seq: number): Buffer =>
  Buffer.from(
    `{"cmd":"jwt_token","displayName":"${name}","channel":"${channel}","moderator":false,"validFor":600,"seq":${seq}}\0`,
  );

// ---- nonsense

/** Frames no sane client sends. Each ends like a frame unless it says otherwise. */
export const NONSENSE: readonly { readonly what: string; readonly bytes: Buffer }[] = [
  ['no JSON', 'hello\0'],
  ['cut JSON', '{"cmd":"jwt_token","displayName":"Ada"\0'],
  ['null', 'null\0'],
  ['a number', '42\0'],
  ['a string', '"jwt_token"\0'],
  ['an array', '[{"cmd":"jwt_token"}]\0'],
  ['an empty object', '{}\0'],
  ['an unknown command', '{"cmd":"shutdown","seq":1}\0'],
  ['wrong types', '{"cmd":"jwt_token","displayName":{},"channel":[],"moderator":"yes","validFor":"soon","seq":2}\0'],
  [
    'a time that is no number',
    '{"cmd":"jwt_token","displayName":"Ada","channel":"lobby","moderator":false,"validUntil":"x","seq":3}\0',
  ],
  [
    'a time long past',
    '{"cmd":"jwt_token","displayName":"Ada","channel":"lobby","moderator":false,"validUntil":1,"seq":4}\0',
  ],
  [
    'a negative span',
    '{"cmd":"jwt_token","displayName":"Ada","channel":"lobby","moderator":false,"validFor":-5,"seq":5}\0',
  ],
  [
    'a span without end',
    '{"cmd":"jwt_token","displayName":"Ada","channel":"lobby","moderator":false,"validFor":1e308,"seq":6}\0',
  ],
  [
    'a truthy moderator',
    '{"cmd":"jwt_token","displayName":"Ada","channel":"lobby","moderator":1,"validFor":60,"seq":7}\0',
  ],
  [
    '__proto__',
    '{"cmd":"jwt_token","__proto__":{"moderator":true},"displayName":"Ada","channel":"lobby","moderator":false,"validFor":60,"seq":8}\0',
  ],
  [
    'a key twice',
    '{"cmd":"jwt_token","displayName":"Ada","channel":"lobby","moderator":false,"moderator":true,"validFor":60,"seq":9}\0',
  ],
  [
    'a seq that is no number',
    '{"cmd":"jwt_token","displayName":"Ada","channel":"lobby","moderator":false,"validFor":60,"seq":"10\\n\\u0000"}\0',
  ],
  ['deep nesting', `${'['.repeat(20_000)}${']'.repeat(20_000)}\0`],
  ['empty frames', '\0\n\0\n\n\0'],
  ['an HTTP request', 'GET / HTTP/1.1\r\nHost: x\r\n\r\n'],
]
  .map(([what, text]) => ({ what: what as string, bytes: Buffer.from(text as string) }))
  .concat([
    {
      what: 'bytes that are no UTF-8',
      bytes: Buffer.concat([Buffer.from('{"displayName":"'), Buffer.from([0xff, 0xfe, 0xc0]), Buffer.from('"}\0')]),
    },
    { what: 'a TLS hello', bytes: Buffer.from('1603010200010001fc0303', 'hex') },
  ]);

/** A frame that does not end: so many bytes of an open string. */
export const oversizeFrame = (bytes: number): Buffer =>
  Buffer.concat([Buffer.from('{"displayName":"'), Buffer.alloc(bytes, 'a')]);

/** Repeatable chance, so that a failing run can be run again. */
function chance(seed: number): (below: number) => number {
  let state = seed >>> 0;
  return (below) => {
    state = (state + 0x6d2b79f5) >>> 0;
    let value = Math.imul(state ^ (state >>> 15), 1 | state);
    value = (value + Math.imul(value ^ (value >>> 7), 61 | value)) ^ value;
    return ((value ^ (value >>> 14)) >>> 0) % below;
  };
}

/** Sizes that cut `length` bytes at random places. */
export function randomPieces(length: number, seed: number, largest = 40): number[] {
  const below = chance(seed);
  const sizes: number[] = [];
  for (let left = length; left > 0; ) {
    const size = Math.min(left, 1 + below(largest));
    sizes.push(size);
    left -= size;
  }
  return sizes;
}

/** A stream of good requests with nonsense between; good ones are numbered from 1. */
export function mixedStream(seed: number, good: number): { readonly bytes: Buffer; readonly seqs: readonly number[] } {
  const below = chance(seed);
  const harmless = NONSENSE.filter(
    ({ bytes }) => bytes.at(-1) === 0 && bytes.length < 1000 && !bytes.includes('"seq"'),
  );
  const seqs = Array.from({ length: good }, (_, i) => i + 1);
  const ends: FrameEnd[] = ['\0', '\n', '\n\0', '\r\n'];
  const parts = seqs.flatMap((seq) => {
    const noise = below(3) === 0 ? [(harmless[below(harmless.length)] as (typeof harmless)[number]).bytes] : [];
    return [...noise, tokenFrame({ ...COMPLETE, displayName: 'Ädä 🎲', seq }, ends[below(4)] as FrameEnd)];
  });
  return { bytes: Buffer.concat(parts), seqs };
}

// ---- tokens

export interface ReadToken {
  readonly header: Readonly<Record<string, unknown>>;
  readonly payload: Readonly<Record<string, unknown>>;
}

/** Reads a token and, when a secret is given, insists on a right HS256 signature. */
export function readToken(token: string, secret?: string): ReadToken {
  const [header, payload, signature] = token.split('.');
  if (!header || !payload || !signature) throw new Error(`not a token: ${token.slice(0, 40)}`);
  const part = (text: string): Record<string, unknown> => JSON.parse(Buffer.from(text, 'base64url').toString());
  const read = { header: part(header), payload: part(payload) };
  if (secret !== undefined) {
    const right = crypto.createHmac('sha256', secret).update(`${header}.${payload}`).digest('base64url');
    if (read.header.alg !== 'HS256' || right !== signature) throw new Error('the token is not signed with this secret');
  }
  return read;
}

// ---- the consumer

function consumerOver(socket: net.Socket, frameEnd: FrameEnd): JitsiConsumer {
  const replies: TokenReply[] = [];
  const rawReplies: Buffer[] = [];
  const problems: string[] = [];
  let pending = Buffer.alloc(0);
  let closed: 'end' | 'reset' | undefined;
  let nextSeq = 1;
  socket.setNoDelay(true);
  socket.on('error', () => {});
  socket.on('close', (failed) => {
    closed = failed ? 'reset' : 'end';
    if (pending.length > 0) problems.push(`the connection ended inside a reply: ${show(pending)}`);
  });
  socket.on('data', (data) => {
    pending = Buffer.concat([pending, data]);
    for (let at = pending.indexOf(0); at >= 0; at = pending.indexOf(0)) {
      take(pending.subarray(0, at));
      pending = pending.subarray(at + 1);
    }
  });

  const show = (bytes: Buffer): string => JSON.stringify(bytes.toString().slice(0, 120));

  function take(frame: Buffer): void {
    rawReplies.push(Buffer.from(frame));
    const text = frame.toString();
    if (!text.endsWith('\n')) problems.push(`no newline before the NUL: ${show(frame)}`);
    if (text.trimEnd().includes('\n')) problems.push(`a newline inside a reply: ${show(frame)}`);
    let reply: TokenReply;
    try {
      reply = JSON.parse(text) as TokenReply;
    } catch {
      problems.push(`not JSON: ${show(frame)}`);
      return;
    }
    if (JSON.stringify(reply) !== text.trimEnd()) problems.push(`not compact: ${show(frame)}`);
    for (const [field, type] of [
      ['success', 'boolean'],
      ['message', 'string'],
      ['token', 'string'],
      ['time', 'number'],
    ] as const) {
      if (typeof reply[field] !== type) problems.push(`"${field}" should be a ${type}: ${show(frame)}`);
    }
    if (reply.success && !/"success":true/.test(text))
      problems.push(`the old client would miss "success": ${show(frame)}`);
    replies.push(reply);
  }

  async function until(done: () => boolean, what: string, timeoutMs: number): Promise<void> {
    for (const end = Date.now() + timeoutMs; !done(); await sleep(2)) {
      if (Date.now() > end)
        throw new Error(`waited ${timeoutMs} ms for ${what}; had ${replies.length} replies, closed: ${closed ?? 'no'}`);
    }
  }

  const consumer: JitsiConsumer = {
    replies,
    rawReplies,
    problems,
    get closed() {
      return closed;
    },
    async request(fields = {}, timeoutMs = PATIENCE) {
      const seq = fields.seq ?? nextSeq++;
      const from = replies.length;
      socket.write(tokenFrame({ ...COMPLETE, ...fields, seq }, frameEnd));
      const hit = (): TokenReply | undefined => replies.slice(from).find((reply) => reply.seq === seq);
      await until(() => hit() !== undefined || closed !== undefined, `the reply to seq ${seq}`, timeoutMs);
      const reply = hit();
      if (!reply) throw new Error(`the connection closed (${closed}) before the reply to seq ${seq}`);
      return reply;
    },
    send(data) {
      socket.write(data);
    },
    async sendInPieces(data, sizes, pauseMs = 0) {
      const bytes = Buffer.from(data);
      const list = typeof sizes === 'number' ? [sizes] : sizes;
      for (let at = 0, turn = 0; at < bytes.length && !socket.destroyed; turn++) {
        const size = list[Math.min(turn, list.length - 1)] ?? bytes.length;
        await new Promise<void>((resolve) => socket.write(bytes.subarray(at, at + size), () => resolve()));
        at += size;
        if (pauseMs > 0) await sleep(pauseMs);
        else await new Promise(setImmediate);
      }
    },
    async waitForReplies(count, timeoutMs = PATIENCE) {
      await until(() => replies.length >= count, `${count} replies`, timeoutMs);
      return replies;
    },
    async waitForClose(timeoutMs = PATIENCE) {
      await until(() => closed !== undefined, 'the end of the connection', timeoutMs);
      return closed as 'end' | 'reset';
    },
    end() {
      socket.end();
    },
    cut() {
      resetSocket(socket);
    },
    async close() {
      socket.destroy();
    },
    [Symbol.asyncDispose]: () => consumer.close(),
  };
  return consumer;
}

/** The client dials the token service. */
export async function connectJitsiConsumer(options: {
  readonly host?: string;
  readonly port: number;
  readonly frameEnd?: FrameEnd;
}): Promise<JitsiConsumer> {
  const socket = net.connect({ host: options.host ?? '127.0.0.1', port: options.port });
  await new Promise<void>((resolve, reject) => {
    socket.once('connect', resolve);
    socket.once('error', reject);
  });
  return consumerOver(socket, options.frameEnd ?? '\0');
}

export interface JitsiConsumerListener extends AsyncDisposable {
  readonly port: number;
  /** Every connection the service made, oldest first. */
  readonly consumers: readonly JitsiConsumer[];
  /** The next connection, or the oldest not handed out yet. */
  accept(timeoutMs?: number): Promise<JitsiConsumer>;
  /** Stops listening and drops all connections; `listenAgain` takes the same port. */
  goAway(): Promise<void>;
  listenAgain(): Promise<void>;
  close(): Promise<void>;
}

/** The client listens and the token service dials, as for a game that cannot dial. */
export async function listenJitsiConsumer(
  options: { readonly port?: number; readonly frameEnd?: FrameEnd } = {},
): Promise<JitsiConsumerListener> {
  const consumers: JitsiConsumer[] = [];
  let handedOut = 0;
  const server = net.createServer((socket) => void consumers.push(consumerOver(socket, options.frameEnd ?? '\0')));
  // One that no outgoing connection is given while this one is away: it must be had again.
  await listening(server, options.port ?? (await freePort()));
  const { port } = server.address() as AddressInfo;
  const listener: JitsiConsumerListener = {
    port,
    consumers,
    async accept(timeoutMs = PATIENCE) {
      const mine = handedOut++;
      for (const end = Date.now() + timeoutMs; ; await sleep(2)) {
        const consumer = consumers[mine];
        if (consumer) return consumer;
        if (Date.now() > end) throw new Error(`nobody connected in ${timeoutMs} ms`);
      }
    },
    async goAway() {
      for (const consumer of consumers) consumer.cut();
      if (server.listening) await new Promise((resolve) => server.close(resolve));
    },
    listenAgain: () => listening(server, port),
    close: () => listener.goAway(),
    [Symbol.asyncDispose]: () => listener.close(),
  };
  return listener;
}
