import { isIP } from 'node:net';
import { connect } from 'node:tls';
import { SECOND } from './clock.ts';
import { codeOf, whyNoResponse } from './why-unreachable.ts';

export type TlsSeen =
  | {
      readonly kind: 'shown';
      /** Why nobody should trust the certificate, for `whyUnreachable`; undefined if it is right. */
      readonly trouble: string | undefined;
      /** Until when it is valid, epoch milliseconds; undefined if it does not say. */
      readonly until: number | undefined;
    }
  /** No certificate was shown. `code`: for `remedyUnreachable`; `why`: in words. */
  | { readonly kind: 'none'; readonly code: string; readonly why: string };

const PATIENCE = 10 * SECOND;

/**
 * Looks at the certificate that one address shows for a host name, whether it is right or not, and sends nothing. Never throws.
 *
 * @param host may be an address itself
 */
export function lookAtTls(address: string, port: number, host: string): Promise<TlsSeen> {
  return new Promise((resolve) => {
    const socket = connect({
      ...{ host: address, port, timeout: PATIENCE },
      // RFC 6066: an address is no server name. Node compares the certificate with `host` where there is none.
      ...(isIP(host) === 0 ? { servername: host } : {}),
      // What is wrong is to be told, all of it, not only the first error.
      rejectUnauthorized: false,
    });
    const end = (seen: TlsSeen) => {
      socket.destroy();
      resolve(seen);
    };
    socket.once('secureConnect', () => {
      const until = Date.parse(socket.getPeerCertificate().valid_to);
      // Typed as an error; Node sets the code alone.
      const trouble = socket.authorized ? undefined : String(socket.authorizationError);
      end({ kind: 'shown', trouble, until: Number.isNaN(until) ? undefined : until });
    });
    socket.once('timeout', () => end({ kind: 'none', code: 'ETIMEDOUT', why: 'time-out' }));
    socket.on('error', (error) => end({ kind: 'none', code: codeOf(error) ?? '', why: whyNoResponse(error) }));
  });
}
