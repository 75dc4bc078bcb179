/** A TCP address to listen on or to connect to. */
export interface HostPort {
  /** IP address or host name; IPv6 without brackets. */
  readonly host: string;
  /** When listening, 0 lets the system choose. */
  readonly port: number;
}

/** Can only programs on this machine reach this host? */
export const isLoopback = (host: string): boolean => /^(?:localhost|127\.[0-9.]+|::1)$/.test(host);
