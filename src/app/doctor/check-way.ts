import { type CheckLine, fine, note, warn } from '../../kernel/check-line.ts';
import { bareHost } from '../../kernel/host-port.ts';
import { assessNames } from './assess-names.ts';
import { checkCertificates } from './check-certificates.ts';
import type { Outside } from './outside.ts';
import type { PublicOrigin } from './public-addresses.ts';
import type { Way } from './way.ts';

/** Looks at the way to an address: its name in DNS, the certificate at each address of that name, and what plain http does. */
export async function checkWay(at: PublicOrigin, outside: Outside): Promise<Way> {
  const { hostname, protocol } = new URL(at.origin);
  const host = bareHost(hostname);
  const found = await outside.names.addresses(host);
  const named = assessNames(host, at.keys, found, outside.isAllowed);
  if (!named.open || found.kind !== 'found') return { lines: named.lines, open: false };
  if (protocol === 'http:') return { lines: named.lines, open: true };

  const shown = await checkCertificates(at.origin, found.records, outside);
  return {
    lines: [...named.lines, ...shown.lines, ...(shown.open ? await checkClearText(at, outside) : [])],
    open: shown.open,
  };
}

/** People who type the name alone may come by http, which has to lead on and to serve nothing. */
async function checkClearText({ origin }: PublicOrigin, outside: Outside): Promise<readonly CheckLine[]> {
  const { host, port } = new URL(origin);
  if (port !== '') return [];
  const url = `http://${host}/`;
  const [plain, secure] = await Promise.all([
    outside.ask(url, { follow: false }),
    outside.ask(`${origin}/`, { follow: false }),
  ]);
  const lines: CheckLine[] = [];
  if (plain.kind === 'none') {
    lines.push(note('http', `${url} does not answer (${plain.why}): an address typed without https may lead nowhere.`));
  } else if (plain.location !== undefined && URL.parse(plain.location, url)?.protocol === 'https:') {
    lines.push(fine('http', `${url} leads on to https.`));
  } else {
    lines.push(
      warn('http', {
        code: 'http.clear-text',
        sentence: `${url} answers ${plain.status} and does not lead on to https.`,
        remedy: `Let the proxy redirect it to ${origin} (the nginx.conf of porter init does).`,
      }),
    );
  }
  if (secure.kind === 'answered' && secure.headers['strict-transport-security'] === undefined) {
    lines.push(note('http', `${origin} sends no Strict-Transport-Security: browsers may try http again next time.`));
  }
  return lines;
}
