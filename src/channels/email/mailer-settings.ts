import type { EmailAddress } from '../../kernel/email-address.ts';
import { isLoopback } from '../../kernel/host-port.ts';
import type { Secret } from '../../kernel/secret.ts';

export interface MailerSettings {
  readonly from: { readonly name: string; readonly address: EmailAddress };
  /** Where replies go; undefined: to the sender. */
  readonly replyTo?: { readonly name: string; readonly address: EmailAddress } | undefined;
  /** Envelope sender; undefined means the address of `from`. */
  readonly bounce: EmailAddress | undefined;
  readonly host: string;
  readonly port: number;
  /** TLS from the first byte; otherwise STARTTLS. */
  readonly secure: boolean;
  readonly user: string | undefined;
  readonly password: Secret | undefined;
  /** What to do on a connection that does not begin with TLS; chosen by `starttlsFor`. */
  readonly starttls: Starttls;
  /** Further headers on every letter. */
  readonly headers: Readonly<Record<string, string>>;
  /** Signs every mail (RFC 6376); undefined: the mail server does, or nobody. */
  readonly dkim?: Dkim | undefined;
  /** A certificate authority to trust in addition to the system's, in PEM. */
  readonly ca?: string;
}

export interface Dkim {
  readonly domain: string;
  /** Name of the record with the public key: `<selector>._domainkey.<domain>`. */
  readonly selector: string;
  /** Private RSA key, PEM. */
  readonly key: Secret;
}

/** `required`: without TLS nothing is sent. `offered`: TLS if the server offers it. `never`: always in the clear. */
export type Starttls = 'required' | 'offered' | 'never';

/**
 * A mail server on this machine needs no TLS: there is no network to protect, and its certificate is often for another name.
 * Every other server must speak TLS, unless the operator chose otherwise.
 */
export function starttlsFor(host: string, requireTls: boolean): Starttls {
  if (isLoopback(host)) return 'never';
  return requireTls ? 'required' : 'offered';
}
