import type { EmailAddress } from '../../kernel/email-address.ts';
import type { LinkPurpose } from './application-store.ts';

/** What is derived by HMAC and never kept (docs/decisions). */
export interface Derivations {
  /** A link's secret, 128 bits as 22 characters of base64url. The same arguments give the same token until a restore raises the epoch. */
  linkToken(purpose: LinkPurpose, applicationId: string, issue: number): string;
  /** SHA-256 of a token, hex; what is kept and searched. */
  linkHash(token: string): string;
  /** Eight decimal digits. */
  code(applicationId: string, issue: number): string;
  /** Keyed hash of the canonical address, hex. */
  addressHash(email: EmailAddress): string;
}
