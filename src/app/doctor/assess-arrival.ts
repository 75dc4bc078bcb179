import type { Seen } from '../../doors/site/routes/arrivals.ts';
import { bad, type CheckLine, fine, note, unknown, warn } from '../../kernel/check-line.ts';
import { type HostPort, isLoopback } from '../../kernel/host-port.ts';
import { isPublicAddress } from '../../kernel/public-address.ts';
import { isFromHere } from '../../web/client-address.ts';
import { isOwnListener } from '../check/check-site.ts';

const PART = 'site';

/** What the doctor writes into `X-Forwarded-For`, as a stranger could: an address that nobody has (RFC 5737). */
export const FORGED = '192.0.2.1';

export interface Arrival {
  readonly publicUrl: string;
  readonly listen: HostPort;
  readonly trustedProxies: readonly string[];
  /** How a request with the forged header, sent to the public address, arrived. */
  readonly seen: Seen;
  /** What the listener of this machine says itself; undefined if no Porter with this key answers there. */
  readonly direct: Seen | undefined;
}

/** What it means how a request arrived. Pure. */
export function assessArrival(arrival: Arrival): readonly CheckLine[] {
  const { publicUrl, listen } = arrival;
  const lines = [leadsHere(arrival)];
  if (isOwnListener(publicUrl, listen.port)) return lines;
  return [...lines, clientLine(arrival), ...headerNotes(arrival)];
}

function leadsHere({ publicUrl, listen, seen, direct }: Arrival): CheckLine {
  const at = `${listen.host}:${listen.port}`;
  if (direct === undefined) {
    return unknown(PART, {
      code: 'site.not-running-here',
      sentence: `${publicUrl} leads to a Porter with this key; whether it is the one of this machine is not known, because none answers at ${at}.`,
      remedy: 'Run porter doctor where porter serve runs.',
    });
  }
  if (direct.run !== seen.run) {
    return bad(PART, {
      code: 'site.other-porter',
      sentence: `${publicUrl} leads to another Porter with the same key, not to the one at ${at}: a copy, or the machine from before a move.`,
      remedy: `Stop the other one, or let the DNS and the proxy lead to http://${at}.`,
    });
  }
  return fine(PART, `${publicUrl} leads to the Porter at ${at}.`);
}

const listed = (trusted: readonly string[]): string => `site.trustedProxies (now ${trusted.join(', ')})`;

/** Did the request come by a proxy? Porter speaks no TLS, and what was sent arrives unchanged only if nobody stands between. */
function showsProxy({ publicUrl, seen: { forwardedFor, forwardedProto, host } }: Arrival): boolean {
  const unchanged = forwardedFor.join() === FORGED && forwardedProto === null;
  return publicUrl.startsWith('https:') || !unchanged || (host !== null && host !== new URL(publicUrl).host);
}

/** Whom Porter takes the caller for: limits per network count by it. */
function clientLine(arrival: Arrival): CheckLine {
  const { trustedProxies, seen } = arrival;
  const { client, peer, forwardedFor } = seen;
  const nearest = forwardedFor.at(-1);
  if (client === peer) {
    if (!showsProxy(arrival)) {
      return fine(PART, `No proxy stands before Porter, which counts this machine as ${client}.`);
    }
    return warn(PART, {
      code: 'site.proxy-not-trusted',
      sentence: `Everybody counts as ${peer}, the proxy: it is not among the trusted ones, so limits per network count all people as one.`,
      remedy: `Add ${peer} to ${listed(trustedProxies)} and restart Porter, and let the proxy set X-Forwarded-For.`,
    });
  }
  if (nearest === FORGED) {
    return bad(PART, {
      code: 'site.forged-client-address',
      sentence: `The proxy ${peer} passes on X-Forwarded-For as strangers write it: whoever asks may claim any address, and limits per network stop nobody.`,
      remedy: 'Let the proxy set the header: proxy_set_header X-Forwarded-For $remote_addr; in nginx.',
    });
  }
  if (nearest !== undefined && isFromHere([nearest])) {
    return fine(PART, `The proxy ${peer} names who asks, here this machine itself.`);
  }
  if (client === null) {
    return warn(PART, {
      code: 'site.no-client-address',
      sentence:
        nearest === undefined
          ? `The proxy ${peer} sends no X-Forwarded-For, so all people look like one and limits per network are off.`
          : 'The proxy names no address that is not a trusted proxy itself, so limits per network are off.',
      remedy: `Let the proxy set X-Forwarded-For, and list nothing but proxies in ${listed(trustedProxies)}.`,
    });
  }
  if (client === FORGED) {
    return warn(PART, {
      code: 'site.trusts-callers',
      sentence: `${nearest}, from which this machine asked, is trusted as a proxy: whoever asks from there may claim any address.`,
      remedy: `List nothing but proxies in ${listed(trustedProxies)}; if only proxies and this machine have that address, it is meant so.`,
    });
  }
  if (!isPublicAddress(client)) {
    return unknown(PART, {
      code: 'site.private-client-address',
      sentence: `Porter counts this machine as ${client}. If the proxy shows people from outside by that address too, limits per network count them as one.`,
      remedy:
        'Look into the access log of the proxy: it must show a different address for each person (Docker: publish its ports without userland-proxy, or in host mode).',
    });
  }
  return fine(PART, `The proxy ${peer} names who asks: Porter counts this machine as ${client}.`);
}

function headerNotes({ publicUrl, seen }: Arrival): readonly CheckLine[] {
  const { protocol, host } = new URL(publicUrl);
  const lines: CheckLine[] = [];
  const scheme = seen.forwardedProto;
  if (scheme !== null && `${scheme}:` !== protocol) {
    lines.push(
      warn(PART, {
        code: 'site.other-scheme',
        sentence: `The proxy says that people come by ${scheme}, and site.publicUrl says ${protocol.slice(0, -1)}. Porter's links are right all the same.`,
        remedy: 'Let the proxy that ends TLS set it: proxy_set_header X-Forwarded-Proto $scheme; in nginx.',
      }),
    );
  }
  if (seen.host !== null && seen.host !== host && !isLoopback(seen.host.replace(/:\d+$/, ''))) {
    lines.push(note(PART, `The proxy passes the host on as ${seen.host}. Porter's links are right all the same.`));
  }
  return lines;
}
