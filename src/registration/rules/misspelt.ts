import { distance } from '../../kernel/distance.ts';
import { domainOf, type EmailAddress, parseEmailAddress } from '../../kernel/email-address.ts';
import type { RegistrationSettings } from '../settings.ts';

/** Providers that exist although they are one letter from a larger one. */
const existing: ReadonlySet<string> = new Set(['email.com', 'mail.com', 'ymail.com']);

/** Letters. A short name has too many real neighbours: `me.com`, `gmx.de`. */
const SHORTEST = 9;

/**
 * Returns the address that was most likely meant, if its domain is one slip of the finger from one of the large providers
 * (`registration.limits.freeDomains`): `lena@gmial.com`. Undefined for any other.
 */
export function meantAddress(
  address: EmailAddress,
  { limits: { freeDomains } }: Pick<RegistrationSettings, 'limits'>,
): EmailAddress | undefined {
  const domain = domainOf(address);
  if (freeDomains.has(domain) || existing.has(domain)) return undefined;
  const near = [...freeDomains].filter(
    (known) => known.length >= SHORTEST && Math.abs(known.length - domain.length) <= 1 && distance(domain, known) === 1,
  );
  // Two providers are equally near: nobody knows which one was meant.
  return near.length === 1 ? parseEmailAddress(`${address.slice(0, -domain.length)}${near[0]}`) : undefined;
}
