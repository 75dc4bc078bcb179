import { createHmac, createSecretKey, type KeyObject } from 'node:crypto';
import { sameText } from '../kernel/same-text.ts';
import type { KeyRing } from './key-ring.ts';

/** Proves that a hidden form value (a time, a purpose) came from Porter and was not changed. */
export interface FormSignature {
  /** 43 characters of base64url. */
  sign(text: string): string;
  verify(text: string, signature: string): boolean;
}

export function makeFormSignature(keys: KeyRing): FormSignature {
  const signWith = (key: KeyObject, text: string) => createHmac('sha256', key).update(text).digest('base64url');
  const newest = createSecretKey(keys.newest('forms'));
  const every = keys.every('forms').map((key) => createSecretKey(key));
  return {
    sign: (text) => signWith(newest, text),
    verify: (text, signature) => every.some((key) => sameText(signWith(key, text), signature)),
  };
}
