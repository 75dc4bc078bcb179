import { isIP } from 'node:net';
import path from 'node:path';
import { z } from 'zod';
import { DAY, HOUR, MINUTE, SECOND } from '../kernel/clock.ts';
import { type EmailAddress, parseEmailAddress } from '../kernel/email-address.ts';
import { Fault } from '../kernel/fault.ts';
import type { HostPort } from '../kernel/host-port.ts';
import { hasLogin, parseHttpUrl } from '../kernel/http-url.ts';
import { isObject } from '../kernel/is-object.ts';
import {
  parseRoomAlias,
  parseRoomId,
  parseUserId,
  type RoomAlias,
  type RoomId,
  type UserId,
} from '../kernel/matrix-id.ts';
import type { Secret } from '../kernel/secret.ts';
import { loadingNow } from './loading.ts';
import { bad, good, type Read, readSecret, type SecretKind } from './read-secret.ts';

/**
 * A field that checks its value itself.
 *
 * @param shape JSON schema of the allowed values, for editors, the sample and the reference page
 */
export function field<Value>(shape: Readonly<Record<string, unknown>>, read: (value: unknown) => Read<Value>) {
  return z
    .unknown()
    .transform((value, context): Value => {
      const result = value === undefined ? bad('is required') : value === null ? bad('is empty') : read(value);
      if (result.ok) return result.value;
      context.addIssue({
        code: 'custom',
        message: result.sentence,
        params: { remedy: result.remedy },
        input: undefined,
      });
      return z.NEVER;
    })
    .meta({ ...shape });
}

/** The value as text, short enough to be shown. Never used for secrets. */
const shown = (value: unknown): string => {
  const text = JSON.stringify(value) ?? 'nothing';
  return text.length > 60 ? `${text.slice(0, 59)}…` : text;
};
const must = (what: string, value: unknown) => bad(`must be ${what}, is ${shown(value)}`);

const units: Readonly<Record<string, number>> = { ms: 1, s: SECOND, m: MINUTE, h: HOUR, d: DAY, w: 7 * DAY };
const unitWords: Readonly<Record<string, string>> = { second: 's', minute: 'm', hour: 'h', day: 'd', week: 'w' };
const LONGEST_DURATION = 3_660 * DAY;

/** `90s`, `15m`, `2 days`, `0`; read as milliseconds. */
export const duration = () =>
  field<number>({ type: ['string', 'integer'], format: 'duration' }, (value) => {
    if (value === 0 || value === '0') return good(0);
    const [, amount, unit] = typeof value === 'string' ? (/^(\d{1,9}) ?([a-z]+)$/.exec(value.trim()) ?? []) : [];
    const factor = unit && (units[unit] ?? units[unitWords[unit.replace(/s$/, '')] ?? '']);
    if (amount === undefined || !factor) return must('a time such as 90s, 15m, 12h or 2 days', value);
    const ms = Number(amount) * factor;
    return ms > LONGEST_DURATION ? must('at most ten years', value) : good(ms);
  });

/** `127.0.0.1:8480`, `[::1]:8480`, `0.0.0.0:8480`. */
export const listen = () =>
  field<HostPort>({ type: 'string' }, (value) => {
    const form = /^(?:\[([0-9a-fA-F:.]+)\]|([A-Za-z0-9.-]+)):(\d{1,5})$/;
    const [, six, name, port] = typeof value === 'string' ? (form.exec(value) ?? []) : [];
    const host = six ?? name;
    if (host === undefined || Number(port) > 65_535 || (six !== undefined && isIP(six) !== 6)) {
      return must('host:port, such as 127.0.0.1:8480 or [::1]:8480', value);
    }
    return good({ host, port: Number(port) });
  });

/** An `http` or `https` address without a login in it. */
export function readLink(value: unknown): Read<URL> {
  const url = typeof value === 'string' ? parseHttpUrl(value) : undefined;
  if (url === undefined) return bad('must be an address that begins with http:// or https://');
  return hasLogin(url) ? bad('must not hold a user name or password') : good(url);
}

function readUrl(value: unknown): Read<URL> {
  const read = readLink(value);
  return read.ok && (read.value.search !== '' || read.value.hash !== '')
    ? bad('must not hold a "?" or "#" part')
    : read;
}

/** An `http` or `https` address; the slash at its end is removed. */
export const url = () =>
  field<string>({ type: 'string', format: 'uri' }, (value) => {
    const read = readUrl(value);
    return read.ok ? good(read.value.href.replace(/\/+$/, '')) : read;
  });

/** An `http` or `https` address without a path, because pages link from the root of their host. */
export const originUrl = () =>
  field<string>({ type: 'string', format: 'uri' }, (value) => {
    const read = readUrl(value);
    if (!read.ok) return read;
    if (read.value.pathname !== '/') return bad('must not have a path', 'give the pages a host name of their own');
    return good(read.value.origin);
  });

/** A path, relative to the folder of the configuration file; read as an absolute path. */
export const filePath = () =>
  field<string>({ type: 'string' }, (value) =>
    typeof value === 'string' && value.trim() !== '' && !value.includes('\0')
      ? good(path.resolve(loadingNow().folder, value))
      : must('a path', value),
  );

/** `{ file: path }`, `{ env: NAME }` or the text itself. @param kind decides the advice for a missing file */
export const secret = (kind: SecretKind = 'shared') => field<Secret>(secretShape, (value) => readSecret(value, kind));

export const secretShape = {
  anyOf: [
    { type: 'string' },
    { type: 'object', properties: { file: { type: 'string' } }, required: ['file'], additionalProperties: false },
    { type: 'object', properties: { env: { type: 'string' } }, required: ['env'], additionalProperties: false },
  ],
} as const;

/** A secret that one channel needs. Where it cannot be had, that channel alone is off. */
export interface Credential {
  /** The clear text. Throws `Fault` of the scope `channel` if the file or variable that holds it cannot be read. */
  reveal(): string;
}

/**
 * A secret as `secret()`, read when Porter starts; but a missing file, a wrong owner or an empty variable is no error of the
 * configuration: it is told when the channel wants to log in, because one channel must not keep Porter from starting.
 */
export const credential = () =>
  field<Credential>(secretShape, (value) => {
    const read = readSecret(value);
    if (read.ok || typeof value === 'string' || !isObject(value)) return read;
    const { sentence, remedy } = read;
    return good({
      reveal(): never {
        throw new Fault(`its credential ${sentence}`, {
          ...{ code: 'channel.credential', retryable: false, scope: 'channel' },
          ...(remedy === undefined ? {} : { remedy }),
        });
      },
    });
  });

/** `@name:server`. */
export const userId = () =>
  field<UserId>({ type: 'string' }, (value) => {
    const id = parseUserId(value);
    return id ? good(id) : must('a user ID such as @ada:example.org', value);
  });

/** `#alias:server` or `!id`. */
export const room = () =>
  field<RoomAlias | RoomId>({ type: 'string' }, (value) => {
    const room = parseRoomAlias(value) ?? parseRoomId(value);
    return room ? good(room) : must('a room alias such as #team:example.org or a room ID', value);
  });

/** `!id:server`, or `!id` of a room of version 12. */
export const roomId = () =>
  field<RoomId>({ type: 'string' }, (value) => {
    const id = parseRoomId(value);
    return id ? good(id) : must('a room ID such as !room:example.org', value);
  });

/** A mail address without a display name. */
export const address = () =>
  field<EmailAddress>({ type: 'string', format: 'email' }, (value) => {
    const parsed = parseEmailAddress(value);
    return parsed ? good(parsed) : must('a mail address', value);
  });

/** One line of text of at most `longest` characters, without control characters. */
export const line = (longest = 200) =>
  field<string>({ type: 'string', maxLength: longest }, (value) => {
    if (typeof value !== 'string' || value.trim() === '') return must('text', value);
    if (/[\u0000-\u001f\u007f\u2028\u2029]/.test(value)) return bad('must be one line without control characters');
    return value.length > longest
      ? bad(`must have at most ${longest} characters, has ${value.length}`)
      : good(value.trim());
  });

/** An IP address or a network, `10.0.0.0/8`. */
export const network = () =>
  field<string>({ type: 'string' }, (value) => {
    const [ip = '', bits, more] = typeof value === 'string' ? value.split('/') : [];
    const version = isIP(ip);
    const fits = bits === undefined || (/^\d{1,3}$/.test(bits) && Number(bits) <= (version === 4 ? 32 : 128));
    return version !== 0 && fits && more === undefined
      ? good(String(value))
      : must('an address or network such as 10.0.0.0/8', value);
  });

/** A whole number between two bounds, both included. */
export const count = (least: number, most = 1_000_000) => z.int().min(least).max(most);
