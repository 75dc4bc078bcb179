import type { EmailAddress } from '../../kernel/email-address.ts';
import type { LinkPurpose } from './application-store.ts';

/** What is derived by HMAC and never kept (docs/decisions). */
export interface Derivations {
  /** A link's secret, 128 bits as 22 characters of base64url. The same arguments give the same token until a restore raises the epoch. */
  linkToken(purpose: LinkPurpose, applicationId: string, issue: number): string;
  /** SHA-256 of a token, hex; what is kept and searched. */
  linkHash(token: string): string;
  /**
   * ID of the `nth` application (from 0) that is made from this form, a UUIDv8 (RFC 9562): sent again, a form finds the application
   * that it made. A new newest key does not change it.
   */
  applicationId(form: string, nth: number): string;
  /** Eight decimal digits. */
  code(applicationId: string, issue: number): string;
  /** Keyed hash of the canonical address, hex. */
  addressHash(email: EmailAddress): string;
}
