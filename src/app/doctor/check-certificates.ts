import type { Resolved } from '../../kernel/ask-outside.ts';
import { bad, type CheckLine, fine, unknown, warn } from '../../kernel/check-line.ts';
import { bareHost } from '../../kernel/host-port.ts';
import type { TlsSeen } from '../../kernel/look-at-tls.ts';
import { shortList } from '../../kernel/short-list.ts';
import { remedyUnreachable, whyUnreachable } from '../../kernel/why-unreachable.ts';
import { endInWords, endsSoon } from '../certificate-end.ts';
import type { Outside } from './outside.ts';
import type { Way } from './way.ts';

const PART = 'certificate';
/** Addresses of one name that are looked at. */
const MOST_ADDRESSES = 8;

/** What one address showed. */
export interface Shown {
  readonly address: Resolved;
  readonly seen: TlsSeen;
}

/** Looks at the certificate that each address of a name shows: an old one often survives at the IPv6 address alone. */
export async function checkCertificates(
  origin: string,
  addresses: readonly Resolved[],
  { lookAtTls, now }: Outside,
): Promise<Way> {
  const { hostname, port } = new URL(origin);
  const host = bareHost(hostname);
  const shown = await Promise.all(
    addresses.slice(0, MOST_ADDRESSES).map(async (address) => ({
      address,
      seen: await lookAtTls(address.address, port === '' ? 443 : Number(port), host),
    })),
  );
  return assessCertificates(hostname, shown, now());
}

/** Pure. Addresses that show the same share a line. */
export function assessCertificates(host: string, all: readonly Shown[], now: number): Way {
  const addressesOf = new Map<string, { readonly seen: TlsSeen; readonly at: Resolved[] }>();
  for (const { address, seen } of all) {
    const key = JSON.stringify(seen);
    const known = addressesOf.get(key) ?? { seen, at: [] };
    known.at.push(address);
    addressesOf.set(key, known);
  }
  return {
    lines: [...addressesOf.values()].map(({ seen, at }) => lineOf(host, at, seen, now)),
    open: all.some(({ seen }) => seen.kind === 'shown' && seen.trouble === undefined),
  };
}

function lineOf(host: string, at: readonly Resolved[], seen: TlsSeen, now: number): CheckLine {
  const where = `${host} at ${shortList(at.map(({ address }) => address))}`;
  if (seen.kind === 'none') return silentLine(host, where, at, seen);
  const { trouble, until } = seen;
  if (trouble !== undefined) {
    return bad(PART, {
      code: 'certificate.not-trusted',
      sentence: `People cannot open ${where}: ${whyUnreachable(trouble) ?? `its certificate is not right (${trouble})`}.`,
      remedy: remedyUnreachable(trouble, host, 'people') ?? `Give ${host} a certificate that everybody trusts.`,
    });
  }
  if (until === undefined) return fine(PART, `The certificate of ${where} is trusted.`);
  const end = endInWords(until, now);
  if (endsSoon(until, now)) {
    return warn(PART, {
      code: 'certificate.ends-soon',
      sentence: `The certificate of ${where} ends on ${end}.`,
      remedy: 'Renew it and reload the proxy; does the timer of certbot run (systemctl list-timers)?',
    });
  }
  return fine(PART, `The certificate of ${where} is trusted, and valid until ${end}.`);
}

/** No way to a whole family of addresses says more about this machine than about the other one. */
const noWayOut: ReadonlySet<string> = new Set(['ENETUNREACH', 'EADDRNOTAVAIL', 'EAFNOSUPPORT']);

function silentLine(
  host: string,
  where: string,
  at: readonly Resolved[],
  { code, why }: Extract<TlsSeen, { readonly kind: 'none' }>,
): CheckLine {
  if (noWayOut.has(code) && at.every(({ family }) => family === 6)) {
    return unknown(PART, {
      code: 'certificate.no-ipv6-here',
      sentence: `What ${where} shows is not known: this machine has no way to IPv6.`,
      remedy: `Look from a machine that has IPv6: curl -6 -I https://${host}/`,
    });
  }
  return bad(PART, {
    code: 'address.unreachable',
    sentence: `${where} cannot be reached from here: ${why}.`,
    remedy:
      remedyUnreachable(code, host, 'people') ??
      'Does the proxy run, and does the firewall let it be asked? If it opens on a phone without Wi-Fi, only this network cannot reach its own public address (a router without hairpin NAT).',
  });
}
