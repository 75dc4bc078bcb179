import type { Seen } from '../../doors/site/routes/arrivals.ts';
import { bad, badOf, type CheckLine, fine, warn } from '../../kernel/check-line.ts';
import { type HostPort, isLoopback } from '../../kernel/host-port.ts';
import { isUnsafe, remedyUnreachable } from '../../kernel/why-unreachable.ts';
import { openAssets } from '../../web/assets.ts';
import { isFromHere } from '../../web/client-address.ts';
import type { CheckTokens } from '../check-tokens.ts';
import type { GroundConfig } from '../ground-sections.ts';
import { askDirectly, askSeen, type SiteResponse } from './seen.ts';

/** Reads the operator's picture as `serve` does, which does not start with one that it cannot use. */
export async function checkLogo(logo: string | undefined): Promise<readonly CheckLine[]> {
  if (logo === undefined) return [];
  try {
    await openAssets(logo);
    return [];
  } catch (error) {
    return [badOf('site', error)];
  }
}

/** True if a Porter with the same key serves its pages on this machine. */
export const siteRuns = async ({ listen }: NonNullable<GroundConfig['site']>, tokens: CheckTokens): Promise<boolean> =>
  (await askDirectly(listen, tokens)).kind === 'seen';

/** Checks that the running site can be reached at its public address, and which client address it sees there. */
export async function checkSite(
  { listen, publicUrl, trustedProxies }: NonNullable<GroundConfig['site']>,
  tokens: CheckTokens,
): Promise<readonly CheckLine[]> {
  const direct = await askDirectly(listen, tokens);
  const outside = await askSeen(publicUrl, tokens);
  if (outside.kind === 'seen') {
    if (isOwnListener(publicUrl, listen.port))
      return [fine('site', `${publicUrl} reaches Porter, without a reverse proxy.`)];
    return seenLines(publicUrl, outside.seen, trustedProxies);
  }
  if (direct.kind !== 'seen') {
    return [
      warn('site', {
        code: 'site.not-running',
        sentence: `Porter's pages do not run on ${listen.host}:${listen.port}, so the way to them could not be tried.`,
        remedy: 'Start porter serve, then check again.',
      }),
    ];
  }
  return [noPorterAt(publicUrl, listen, outside)];
}

function noPorterAt(
  publicUrl: string,
  { host, port }: HostPort,
  outside: Exclude<SiteResponse, { readonly kind: 'seen' }>,
): CheckLine {
  const pass = `Let the reverse proxy pass ${publicUrl} to http://${host}:${port} (porter init writes nginx.conf and Caddyfile).`;
  if (outside.kind === 'other') {
    const sentence = `${publicUrl} answers ${outside.status}, but not Porter does.`;
    return bad('site', { code: 'site.other-answer', sentence, remedy: pass });
  }
  const remedy = remedyUnreachable(outside.code, new URL(publicUrl).hostname, 'people') ?? pass;
  const sentence = `${publicUrl} cannot be reached from here: ${outside.why}.`;
  // Nothing about a certificate passes by itself.
  const code = isUnsafe(outside.code) ? 'site.not-safe' : 'site.unreachable';
  return bad('site', { code, sentence, remedy });
}

/** True if the public address is the listener itself, without a proxy, as in a trial on this machine. */
export function isOwnListener(publicUrl: string, port: number): boolean {
  const url = new URL(publicUrl);
  return isLoopback(url.hostname) && Number(url.port) === port;
}

function seenLines(
  publicUrl: string,
  { client, peer, forwardedFor }: Seen,
  trusted: readonly string[],
): readonly CheckLine[] {
  if (client !== null) {
    return [fine('site', `${publicUrl} reaches Porter, which saw the client address ${client} (connected: ${peer}).`)];
  }
  if (isFromHere(forwardedFor)) {
    return [
      fine(
        'site',
        `${publicUrl} reaches Porter through the proxy, which said that this machine asked. Limits per network count other machines.`,
      ),
    ];
  }
  const reached = fine('site', `${publicUrl} reaches Porter, which saw no client address (connected: ${peer}).`);
  const sentence =
    forwardedFor.length > 0
      ? 'The proxy names no address that is not a trusted proxy itself, so limits per network are off.'
      : `The proxy ${peer} sends no X-Forwarded-For, so all people look like one and limits per network are off.`;
  const remedy = `Let the proxy set X-Forwarded-For, and list it in site.trustedProxies (now ${trusted.join(', ')}).`;
  return [reached, warn('site', { code: 'site.no-client-address', sentence, remedy })];
}
