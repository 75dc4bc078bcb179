import { bad, type CheckLine, fine, unknown, warn } from '../../kernel/check-line.ts';
import { askDirectly, askSeen, type SiteResponse } from '../check/seen.ts';
import type { CheckTokens } from '../check-tokens.ts';
import type { GroundConfig } from '../ground-sections.ts';
import { assessArrival, FORGED } from './assess-arrival.ts';
import type { Outside } from './outside.ts';

const PART = 'site';
/** Bytes of the largest form that Porter takes (`web/body.ts`). */
const LARGEST_FORM = 16_384;

/** Looks where requests to the public address arrive, and as whose. */
export async function checkArrival(
  site: NonNullable<GroundConfig['site']>,
  tokens: CheckTokens,
  outside: Outside,
): Promise<readonly CheckLine[]> {
  const { publicUrl, listen, trustedProxies } = site;
  const ask: typeof outside.ask = (url, asked) => outside.ask(url, { ...asked, follow: false });
  const [through, direct] = await Promise.all([
    askSeen(publicUrl, tokens, ask, { 'x-forwarded-for': FORGED }),
    askDirectly(listen, tokens),
  ]);
  if (through.kind !== 'seen') return [elsewhere(site, through)];
  const arrival = {
    ...{ publicUrl, listen, trustedProxies, seen: through.seen },
    direct: direct.kind === 'seen' ? direct.seen : undefined,
  };
  return [...assessArrival(arrival), await checkForm(publicUrl, tokens, outside)];
}

function elsewhere(
  { publicUrl, listen }: NonNullable<GroundConfig['site']>,
  through: Exclude<SiteResponse, { readonly kind: 'seen' }>,
): CheckLine {
  const pass = `Let the proxy pass ${publicUrl} to http://${listen.host}:${listen.port} (porter init writes nginx.conf and Caddyfile), and let porter serve run.`;
  if (through.kind === 'none') {
    return unknown(PART, {
      code: 'site.not-asked',
      sentence: `Whether ${publicUrl} leads to this Porter is not known: ${through.why}.`,
      remedy: 'Mend what stands above, then look again.',
    });
  }
  const { status, location } = through;
  if (location !== undefined && status >= 300 && status < 400) {
    return bad(PART, {
      code: 'site.redirected',
      sentence: `${publicUrl} sends people elsewhere (${status} to ${location}): forms would be lost on the way, and links of letters may be.`,
      remedy: `Make site.publicUrl the address where people end, or remove the redirect.`,
    });
  }
  return bad(PART, {
    code: 'site.other-answer',
    sentence: `${publicUrl} leads to another program, not to a Porter with this key: it answers ${status}.`,
    remedy: pass,
  });
}

/** Sends as many bytes as the largest form has. What stands there shows itself to forms with 405: it has come as far as Porter. */
async function checkForm(publicUrl: string, { seen }: CheckTokens, outside: Outside): Promise<CheckLine> {
  const response = await outside.ask(`${publicUrl}/.porter/seen`, {
    method: 'POST',
    headers: { 'content-type': 'application/x-www-form-urlencoded', 'x-porter-seen': seen },
    body: `text=${'x'.repeat(LARGEST_FORM - 'text='.length)}`,
  });
  if (response.kind === 'none') {
    return unknown(PART, {
      code: 'site.form-not-asked',
      sentence: `Whether the largest form passes ${publicUrl} is not known: ${response.why}.`,
      remedy: 'Try again; if it stays so, look at the log of the proxy.',
    });
  }
  if (response.status === 405 && response.headers['allow'] === 'GET, HEAD') {
    return fine(PART, 'A form of the largest size comes through.');
  }
  return warn(PART, {
    code: 'site.form-refused',
    sentence: `A form of ${LARGEST_FORM} bytes does not come through to Porter: ${publicUrl} answers ${response.status}.`,
    remedy:
      response.status === 413
        ? 'Let the proxy take larger bodies: client_max_body_size 64k in nginx.'
        : 'Let the proxy pass on POST requests as they come.',
  });
}
