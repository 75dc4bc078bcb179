export const DOMAIN = 'porter.test';
export const ROOMS = `conference.${DOMAIN}`;

/** A real XMPP server of its own, on loopback, that clients log in at. It knows no other servers. */
export interface XmppServer extends AsyncDisposable {
  readonly name: 'Prosody' | 'ejabberd';
  /** In clear text, with STARTTLS where the server was given a certificate. */
  readonly port: number;
  addAccount(user: string, password: string): Promise<void>;
  setPassword(user: string, password: string): Promise<void>;
  stop(): Promise<void>;
  /** After `stop`: on the same port, with the same data. */
  start(): Promise<void>;
}

export interface XmppServerOptions {
  /** The few kilobytes a second that Debian's configuration grants each client. */
  readonly throttled?: boolean;
  /** PEM, for STARTTLS; Prosody alone. */
  readonly tls?: { readonly key: string; readonly cert: string };
  /** Without it the server does not acknowledge what it gets; Prosody alone. */
  readonly acknowledges?: boolean;
  /** Without it, what comes for somebody who is offline is sent back. */
  readonly keepsOffline?: boolean;
}
