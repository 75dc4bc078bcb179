/** A TCP address to listen on or to connect to. */
export interface HostPort {
  /** IP address or host name; IPv6 without brackets. */
  readonly host: string;
  /** When listening, 0 lets the system choose. */
  readonly port: number;
}

/** Returns a host without the brackets that URLs and server names put around IPv6: `[::1]` → `::1`. */
export const bareHost = (host: string): string => host.replace(/^\[|\]$/g, '');

/** Can only programs on this machine reach this host? @param host may have the brackets that URLs put around IPv6 */
export const isLoopback = (host: string): boolean => /^(?:localhost|127\.[0-9.]+|::1|\[::1\])$/.test(host);
