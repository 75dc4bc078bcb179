import dgram from 'node:dgram';
import type { AddressInfo } from 'node:net';

/** The records of one name. */
export interface ZoneRecords {
  readonly a?: readonly string[];
  /** Written out: eight groups. */
  readonly aaaa?: readonly string[];
  readonly txt?: readonly string[];
  readonly mx?: readonly (readonly [priority: number, exchange: string])[];
  readonly srv?: readonly (readonly [priority: number, port: number, name: string])[];
}

/** By name. `fails`: the server cannot find out; a name that is not here does not exist. */
export type Zone = Readonly<Record<string, ZoneRecords | 'fails'>>;

export interface TestNameServer extends AsyncDisposable {
  /** `127.0.0.1:40001`, as `--dns` takes it. */
  readonly address: string;
  zone: Zone;
}

const TYPES: Readonly<Record<number, keyof ZoneRecords>> = { 1: 'a', 15: 'mx', 16: 'txt', 28: 'aaaa', 33: 'srv' };
const HEADER = 12;
const SERVFAIL = 2;
const NXDOMAIN = 3;

/** A DNS server on loopback (RFC 1035, over UDP) that knows one zone, which may be changed meanwhile. */
export async function startNameServer(zone: Zone = {}): Promise<TestNameServer> {
  const socket = dgram.createSocket('udp4');
  const server = { zone };
  socket.on('message', (query, { port, address }) => socket.send(respond(query, server.zone), port, address));
  await new Promise<void>((resolve) => void socket.bind(0, '127.0.0.1', resolve));
  return Object.assign(server, {
    address: `127.0.0.1:${(socket.address() as AddressInfo).port}`,
    [Symbol.asyncDispose]: () => new Promise<void>((resolve) => void socket.close(() => resolve())),
  });
}

function respond(query: Buffer, zone: Zone): Buffer {
  const { name, end } = readName(query, HEADER);
  const found = Object.hasOwn(zone, name) ? zone[name] : undefined;
  const type = query.readUInt16BE(end);
  const answers = found === undefined || found === 'fails' ? [] : dataOf(found, TYPES[type]);
  const header = Buffer.from(query.subarray(0, HEADER));
  // A response, recursion available; the bit that wishes for recursion stays.
  header.writeUInt16BE(0x8080 | (query.readUInt16BE(2) & 0x0100) | codeOf(found), 2);
  header.writeUInt16BE(1, 4);
  header.writeUInt16BE(answers.length, 6);
  header.writeUInt32BE(0, 8);
  return Buffer.concat([header, query.subarray(HEADER, end + 4), ...answers.map((data) => record(type, data))]);
}

const codeOf = (found: Zone[string] | undefined): number =>
  found === undefined ? NXDOMAIN : found === 'fails' ? SERVFAIL : 0;

function record(type: number, data: Buffer): Buffer {
  const head = Buffer.alloc(12);
  // The name of the question, which stands behind the header (a pointer).
  head.writeUInt16BE(0xc000 | HEADER, 0);
  head.writeUInt16BE(type, 2);
  head.writeUInt16BE(1, 4);
  head.writeUInt16BE(data.length, 10);
  return Buffer.concat([head, data]);
}

function dataOf(records: ZoneRecords, kind: keyof ZoneRecords | undefined): readonly Buffer[] {
  switch (kind) {
    case 'a':
      return (records.a ?? []).map((address) => Buffer.from(address.split('.').map(Number)));
    case 'aaaa':
      return (records.aaaa ?? []).map((address) =>
        numbers(...address.split(':').map((group) => Number.parseInt(group, 16))),
      );
    case 'txt':
      return (records.txt ?? []).map((text) => Buffer.concat((text.match(/.{1,255}/gs) ?? ['']).map(withLength)));
    case 'mx':
      return (records.mx ?? []).map(([priority, name]) => Buffer.concat([numbers(priority), nameOf(name)]));
    case 'srv':
      return (records.srv ?? []).map(([priority, port, name]) =>
        Buffer.concat([numbers(priority, 0, port), nameOf(name)]),
      );
    case undefined:
      return [];
  }
}

function numbers(...values: readonly number[]): Buffer {
  const bytes = Buffer.alloc(2 * values.length);
  values.forEach((value, at) => void bytes.writeUInt16BE(value, 2 * at));
  return bytes;
}

const withLength = (text: string): Buffer => Buffer.concat([Buffer.from([Buffer.byteLength(text)]), Buffer.from(text)]);
const nameOf = (name: string): Buffer =>
  Buffer.concat([...(name === '' ? [] : name.split('.').map(withLength)), Buffer.from([0])]);

function readName(query: Buffer, from: number): { readonly name: string; readonly end: number } {
  const labels: string[] = [];
  let at = from;
  for (let length = query[at] ?? 0; length > 0; length = query[at] ?? 0) {
    labels.push(query.toString('latin1', at + 1, at + 1 + length).toLowerCase());
    at += 1 + length;
  }
  return { name: labels.join('.'), end: at + 1 };
}
