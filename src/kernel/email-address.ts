import { domainToASCII } from 'node:url';

declare const brand: unique symbol;
/** `local@domain`, dot-atom, domain lower-case ASCII, at most 254 characters. Made only by `parseEmailAddress`. */
export type EmailAddress = string & { readonly [brand]: 'EmailAddress' };

const LONGEST = 254;
const LONGEST_LOCAL = 64;
// RFC 5321 dot-string. Quoted localparts are refused on purpose, because injections hide in them.
const localForm = /^[A-Za-z0-9!#$%&'*+\-/=?^_`{|}~]+(?:\.[A-Za-z0-9!#$%&'*+\-/=?^_`{|}~]+)*$/;
const domainForm = /^(?=.{1,253}$)(?:[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?\.)+[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?$/;

/** Stricter than the RFC. Trims spaces, turns an international domain into ASCII, and returns undefined for other text. */
export function parseEmailAddress(text: unknown): EmailAddress | undefined {
  if (typeof text !== 'string' || text.length > 2 * LONGEST) return undefined;
  const trimmed = text.trim();
  const at = trimmed.lastIndexOf('@');
  if (at < 1) return undefined;
  const local = trimmed.slice(0, at);
  // domainToASCII silently drops ports, paths and user parts, so of ASCII only letters, digits, dots and hyphens may pass.
  const typed = trimmed.slice(at + 1);
  if (/[\x00-\x2c\x2f\x3a-\x40\x5b-\x60\x7b-\x7f\s]/.test(typed)) return undefined;
  const domain = domainToASCII(typed).toLowerCase();
  if (!localForm.test(local) || local.length > LONGEST_LOCAL || !domainForm.test(domain)) return undefined;
  if (/^[0-9.]+$/.test(domain)) return undefined;
  const address = `${local}@${domain}`;
  return address.length <= LONGEST ? (address as EmailAddress) : undefined;
}

export const domainOf = (address: EmailAddress): string => address.slice(address.lastIndexOf('@') + 1);

/** The two domains of one provider, which delivers `a.b` and `ab` to the same person. */
const dotless = new Set(['gmail.com', 'googlemail.com']);

/** For counting against caps, never for sending: lower case, without `+tag`, and without dots where the provider ignores them. */
export function canonicalAddress(address: EmailAddress): string {
  const local = address.slice(0, address.lastIndexOf('@')).toLowerCase();
  const domain = domainOf(address);
  const plus = local.indexOf('+');
  const untagged = plus > 0 ? local.slice(0, plus) : local;
  return dotless.has(domain) ? `${untagged.replaceAll('.', '')}@gmail.com` : `${untagged}@${domain}`;
}

/** The form in which a mail server or Synapse compares addresses: lower case, with the tag. */
export const comparableAddress = (address: EmailAddress): string => address.toLowerCase();
