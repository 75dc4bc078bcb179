import { type EmailAddress, parseEmailAddress } from '../../kernel/email-address.ts';
import { foldTyped } from '../../kernel/fold-typed.ts';
import { type Outcome, ok, refuse } from '../../kernel/outcome.ts';

export type AddressRefusal = 'empty' | 'not-an-address' | 'beyond-ascii';

/** Longer than any address with a name around it. */
const LONGEST = 1_000;

/**
 * Turns what was typed or pasted into an address. Removes what can be no part of one: `mailto:`, a name around `<lena@example.org>`, a
 * full stop or comma at the end, and the blanks that phones put beside `@` and dots.
 *
 * `beyond-ascii`: the address is good (RFC 6531), but we cannot write to letters beyond ASCII before the `@`.
 */
export function readAddress(typed: string): Outcome<EmailAddress, AddressRefusal> {
  const folded = typed.length > LONGEST ? typed : foldTyped(typed);
  if (folded === '') return refuse('empty');
  if (folded.length > LONGEST) return refuse('not-an-address');
  const named = /^[^<>]*<([^<>]*)>$/.exec(folded)?.[1] ?? folded;
  const plain = named
    .trim()
    .replace(/^mailto:/i, '')
    .replace(/[.,;]+$/, '');
  const at = plain.lastIndexOf('@');
  const local = plain.slice(0, Math.max(at, 0)).trim();
  const domain = plain
    .slice(at + 1)
    .trim()
    .replace(/ *\. */g, '.');

  const address = parseEmailAddress(`${local}@${domain}`);
  if (address !== undefined) return ok(address);
  const inAscii = local.normalize('NFC').replace(/[^\x00-\x7f]/gu, 'x');
  return refuse(inAscii !== local && parseEmailAddress(`${inAscii}@${domain}`) ? 'beyond-ascii' : 'not-an-address');
}
