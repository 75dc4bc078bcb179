import assert from 'node:assert/strict';
import { randomBytes } from 'node:crypto';
import { readdir } from 'node:fs/promises';
import path from 'node:path';

/** A secret that can be found wherever it should not be. */
export const canary = (of: string): string => `canary-${of}-${randomBytes(16).toString('hex')}`;

/** A secret as it stands, and as it would stand in a URL, in Base64 and in hexadecimal digits. */
const spellings = (secret: string): readonly Buffer[] =>
  [
    secret,
    encodeURIComponent(secret),
    Buffer.from(secret).toString('base64').replace(/=+$/, ''),
    Buffer.from(secret).toString('base64url'),
    Buffer.from(secret).toString('hex'),
  ].map((text) => Buffer.from(text));

/** @param secrets by what they are */
export function holdsNone(content: Buffer | string, secrets: ReadonlyMap<string, string>, where: string): void {
  const bytes = Buffer.from(content);
  for (const [what, secret] of secrets) {
    assert.ok(!spellings(secret).some((spelling) => bytes.includes(spelling)), `${what} stands in ${where}`);
  }
}

export async function filesIn(dir: string): Promise<readonly string[]> {
  const entries = await readdir(dir, { recursive: true, withFileTypes: true });
  return entries.filter((entry) => entry.isFile()).map(({ parentPath, name }) => path.join(parentPath, name));
}
