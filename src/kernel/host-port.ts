/** Where to listen on, or whom to dial, over TCP. */
export interface HostPort {
  /** An address or host name, IPv6 without brackets. */
  readonly host: string;
  /** Where we listen, 0 lets the system choose. */
  readonly port: number;
}

/** Can nobody but programs of this machine come there? */
export const isLoopback = (host: string): boolean => /^(?:localhost|127\.[0-9.]+|::1)$/.test(host);
