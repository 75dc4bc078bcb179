import { comparableAddress, type EmailAddress, parseEmailAddress } from '../../kernel/email-address.ts';
import type { ThirdPartyId } from '../ports/account.ts';

/** Medium and address as one text: two are the same if it is. */
export const addressKey = ({ medium, address }: ThirdPartyId): string => `${medium} ${address}`;

/**
 * Reads an address in the one form in which it is kept and compared; undefined for what is none, and for an unknown medium. A mail
 * address may come with capitals and an international domain; some callers decode it twice, so that its `+` is a space. A phone number
 * has its country code and may be written as people write one, with `+`, blanks, brackets and dashes.
 */
export function parseThirdPartyId(medium: unknown, text: unknown): ThirdPartyId | undefined {
  if (typeof text !== 'string') return undefined;
  switch (medium) {
    case 'email': {
      const address = parseEmailAddress(text.trim().replaceAll(' ', '+'));
      return address && { medium, address: comparableAddress(address) as typeof address };
    }
    case 'msisdn': {
      const digits = text
        .slice(0, 40)
        .replace(/^\s*\+/, '')
        .replace(/[\s().-]/g, '');
      // E.164: at most 15 digits, and no country code begins with 0.
      return /^[1-9][0-9]{4,14}$/.test(digits) ? { medium, address: digits } : undefined;
    }
    default:
      return undefined;
  }
}

/** The mail addresses of an account, in the order in which it has them. */
export const mailsOf = ({ addresses }: { readonly addresses: readonly ThirdPartyId[] }): readonly EmailAddress[] =>
  addresses.flatMap((one) => (one.medium === 'email' ? [one.address] : []));
