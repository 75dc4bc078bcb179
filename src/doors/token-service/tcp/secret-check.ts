import { createHash, timingSafeEqual } from 'node:crypto';
import type { Secret } from '../../../kernel/secret.ts';

const digest = (text: string): Buffer => createHash('sha256').update(text).digest();

/** Judges the first line of a connection. Digests of equal length are compared, so the time says nothing about the secret. */
export function makeSecretCheck(secret: Secret): (line: string) => boolean {
  const right = digest(secret.reveal().trim());
  return (line) => timingSafeEqual(digest(line.trim()), right);
}
