/**
 * The server's side of RFC 6455, text and close frames only: enough for a gateway, and small enough to misbehave on purpose. No
 * extensions, no subprotocols.
 */
import { createHash } from 'node:crypto';
import type { IncomingMessage } from 'node:http';
import { Socket } from 'node:net';
import type { Duplex } from 'node:stream';
import { resetSocket } from '../reset-socket.ts';

const GUID = '258EAFA5-E914-47DA-95CA-C5AB0DC85B11';
const TEXT = 0x1;
const CLOSE = 0x8;
const PING = 0x9;
const PONG = 0xa;

export interface WebSocketPeer {
  send(text: string): void;
  /** Says good-bye with a code; the client then ends the connection. */
  close(code: number): void;
  /** Cuts the connection without a word. */
  cut(): void;
}

export interface WebSocketEvents {
  text(text: string): void;
  /** Called once. @param code undefined if the connection just broke */
  closed(code: number | undefined): void;
}

/** Takes up an HTTP connection. @param events made for the new peer */
export function acceptWebSocket(
  request: IncomingMessage,
  socket: Duplex,
  head: Buffer,
  events: (peer: WebSocketPeer) => WebSocketEvents,
): void {
  const accept = createHash('sha1')
    .update(String(request.headers['sec-websocket-key']) + GUID)
    .digest('base64');
  socket.write(
    `HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Accept: ${accept}\r\n\r\n`,
  );
  let pending = Buffer.alloc(0);
  let parts: Buffer[] = [];
  let ended = false;
  let closing = false;

  const peer: WebSocketPeer = {
    send(text) {
      if (!ended && !closing) socket.write(frame(TEXT, Buffer.from(text)));
    },
    close(code) {
      if (ended || closing) return;
      closing = true;
      const body = Buffer.alloc(2);
      body.writeUInt16BE(code);
      socket.write(frame(CLOSE, body));
    },
    cut() {
      if (socket instanceof Socket) resetSocket(socket);
    },
  };
  const { text, closed } = events(peer);

  const finish = (code: number | undefined): void => {
    if (ended) return;
    ended = true;
    closed(code);
  };

  function take({ opcode, final, body }: Frame): void {
    if (opcode === CLOSE) {
      if (!closing) socket.write(frame(CLOSE, body.subarray(0, 2)));
      finish(body.length >= 2 ? body.readUInt16BE() : undefined);
      socket.end();
    } else if (opcode === PING) {
      socket.write(frame(PONG, body));
    } else if (opcode !== PONG) {
      parts.push(body);
      if (!final) return;
      const whole = Buffer.concat(parts).toString();
      parts = [];
      text(whole);
    }
  }

  socket.on('data', (data: Buffer) => {
    pending = Buffer.concat([pending, data]);
    for (let read = parse(pending); read !== undefined && !ended; read = parse(pending)) {
      pending = pending.subarray(read.size);
      take(read);
    }
  });
  // The client went without a word.
  socket.on('end', () => socket.end());
  socket.on('close', () => finish(undefined));
  socket.on('error', () => undefined);
  if (head.length > 0) socket.unshift(head);
}

interface Frame {
  readonly opcode: number;
  readonly final: boolean;
  readonly body: Buffer;
  /** Bytes with everything. */
  readonly size: number;
}

function frame(opcode: number, body: Buffer): Buffer {
  if (body.length < 126) return Buffer.concat([Buffer.from([0x80 | opcode, body.length]), body]);
  const head = Buffer.alloc(body.length > 0xffff ? 10 : 4);
  head[0] = 0x80 | opcode;
  head[1] = body.length > 0xffff ? 127 : 126;
  if (body.length > 0xffff) head.writeBigUInt64BE(BigInt(body.length), 2);
  else head.writeUInt16BE(body.length, 2);
  return Buffer.concat([head, body]);
}

/** Undefined until a whole frame is there. */
function parse(data: Buffer): Frame | undefined {
  if (data.length < 2) return undefined;
  const short = data.readUInt8(1) & 0x7f;
  const lengthBytes = short === 127 ? 8 : short === 126 ? 2 : 0;
  const masked = (data.readUInt8(1) & 0x80) !== 0;
  const start = 2 + lengthBytes + (masked ? 4 : 0);
  if (data.length < start) return undefined;
  const length = lengthBytes === 8 ? Number(data.readBigUInt64BE(2)) : lengthBytes === 2 ? data.readUInt16BE(2) : short;
  if (data.length < start + length) return undefined;
  const body = Buffer.from(data.subarray(start, start + length));
  if (masked) for (let i = 0; i < length; i += 1) body[i] = body.readUInt8(i) ^ data.readUInt8(start - 4 + (i % 4));
  return { opcode: data.readUInt8(0) & 0x0f, final: (data.readUInt8(0) & 0x80) !== 0, body, size: start + length };
}
