import { createPublicKey, type KeyObject } from 'node:crypto';
import { bad, type CheckLine, fine, unknown } from '../../kernel/check-line.ts';
import type { Records } from '../../kernel/name-server.ts';

const PART = 'mail';

/**
 * Compares the published key with the one that signs (DKIM, RFC 6376, 3.6.1). Pure.
 *
 * @param name of the record: `porter._domainkey.example.org`
 * @param pem the private key
 */
export function assessSigningKey(name: string, found: Records<string>, pem: string): CheckLine {
  if (found.kind === 'unknown') {
    return unknown(PART, {
      code: 'mail.dkim-unknown',
      sentence: `Which key stands at ${name} is not known: ${found.why}.`,
      remedy: 'Try again, or ask another name server: --dns 9.9.9.9',
    });
  }
  const own = createPublicKey(pem);
  const text = own.export({ type: 'spki', format: 'der' }).toString('base64');
  const remedy = `Let the TXT record ${name} say: v=DKIM1; k=rsa; p=${text}`;
  const published = found.kind === 'found' ? found.records.flatMap((record) => keyIn(record) ?? []) : [];
  if (published.length === 0) {
    const sentence = `Letters are signed, and no key to check that stands at ${name}: receivers take the signature for forged.`;
    return bad(PART, { code: 'mail.no-dkim', sentence, remedy });
  }
  if (!published.some((key) => key !== 'unreadable' && key.equals(own))) {
    const sentence = `The key at ${name} is not that of mail.dkim.key: receivers take the signature for forged.`;
    return bad(PART, { code: 'mail.other-dkim', sentence, remedy });
  }
  return fine(PART, `The key at ${name} is the one that signs letters.`);
}

/** The key of a record; undefined if it is none, or is empty, which says that it was taken back. */
function keyIn(record: string): KeyObject | 'unreadable' | undefined {
  const tags = new Map(record.split(';').map((tag) => tagOf(tag)));
  const value = tags.get('p')?.replace(/\s/g, '');
  if (value === undefined || value === '' || (tags.get('v') ?? 'DKIM1') !== 'DKIM1') return undefined;
  // The RFC names the form of PKCS #1, and everybody writes that of X.509.
  for (const type of ['spki', 'pkcs1'] as const) {
    try {
      return createPublicKey({ key: Buffer.from(value, 'base64'), format: 'der', type });
    } catch {}
  }
  return 'unreadable';
}

function tagOf(tag: string): readonly [string, string] {
  const equals = tag.indexOf('=');
  return [tag.slice(0, equals).trim(), tag.slice(equals + 1).trim()];
}
