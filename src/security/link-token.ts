import { createHmac, type KeyObject } from 'node:crypto';
import { digestOf } from '../kernel/digest-of.ts';

/** 128 bits as 22 characters of base64url. Computed whenever it is needed, so that it is never stored. */
export const linkToken = (key: KeyObject, ...parts: readonly (string | number)[]): string =>
  createHmac('sha256', key).update(parts.join('|')).digest().subarray(0, 16).toString('base64url');

/** The stored form of a link's token: SHA-256, 64 hexadecimal digits. */
export const hashOfLink = (token: string): string => digestOf(token);
