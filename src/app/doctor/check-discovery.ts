import { clientBaseUrl, clientWellKnownUrl } from '../../homeserver/client-well-known.ts';
import { jsonObjectIn } from '../../kernel/ask-address.ts';
import type { OutsideResponse } from '../../kernel/ask-outside.ts';
import { bad, type CheckLine, fine, note, unknown, warn } from '../../kernel/check-line.ts';
import { isObject } from '../../kernel/is-object.ts';
import { remedyUnreachable } from '../../kernel/why-unreachable.ts';
import type { GroundConfig } from '../ground-sections.ts';
import type { Outside } from './outside.ts';

const PART = 'well-known';

type Answered = Extract<OutsideResponse, { readonly kind: 'answered' }>;

/** Looks for the homeserver as clients do that know the server name alone (Client-Server API, server discovery). */
export async function checkDiscovery(
  { serverName, publicUrl }: NonNullable<GroundConfig['homeserver']>,
  outside: Outside,
): Promise<readonly CheckLine[]> {
  const url = clientWellKnownUrl(serverName);
  const response = await outside.ask(url);
  const told = publicUrl ?? `https://${serverName}`;
  const { lines, base } = assessClientFile(url, response, told);
  const asked = base ?? told;
  return [...lines, ...assessVersions(asked, await outside.ask(`${asked}/_matrix/client/versions`))];
}

interface ClientFile {
  readonly lines: readonly CheckLine[];
  /** Where clients go; undefined if the file leads nowhere. */
  readonly base: string | undefined;
}

/**
 * What clients make of the file. Pure.
 *
 * @param told where newcomers are told to log in
 */
export function assessClientFile(url: string, response: OutsideResponse, told: string): ClientFile {
  const wrong = (what: string, remedy = `Let it say { "m.homeserver": { "base_url": "${told}" } }.`): ClientFile => ({
    lines: [bad(PART, { code: 'well-known.client', sentence: `Clients stop at ${url}: ${what}.`, remedy })],
    base: undefined,
  });
  if (response.kind === 'none') return { lines: [notRead(url, response)], base: undefined };
  if (response.status === 404) return missing(url, told);
  if (response.status !== 200) return wrong(`it answers ${response.status}`);
  const file = jsonObjectIn(response.text);
  if (Object.keys(file).length === 0) return wrong('it is no JSON object');
  const home = file['m.homeserver'];
  if (!isObject(home) || typeof home['base_url'] !== 'string') return wrong('it names no m.homeserver with a base_url');
  const base = clientBaseUrl(file);
  if (base === undefined) return wrong('its base_url is no web address');
  const identity = file['m.identity_server'];
  if (identity !== undefined && (!isObject(identity) || typeof identity['base_url'] !== 'string')) {
    return wrong('it names an m.identity_server without a base_url', 'Give it a base_url, or take it out.');
  }
  return { lines: [...sameAs(url, base, told), ...assessHeaders(url, response)], base };
}

function notRead(url: string, { code, why }: Extract<OutsideResponse, { readonly kind: 'none' }>): CheckLine {
  return unknown(PART, {
    code: 'well-known.not-read',
    sentence: `What ${url} says is not known: ${why}.`,
    remedy:
      code === 'NOT_ALLOWED'
        ? 'If a private network is meant, say --allow-private.'
        : (remedyUnreachable(code, new URL(url).hostname, 'people') ??
          'Without that file clients find the homeserver only if people type its whole address.'),
  });
}

function missing(url: string, told: string): ClientFile {
  // Without the file clients ask under the server name itself.
  if (new URL(url).origin === new URL(told).origin) {
    return {
      lines: [note(PART, `${url} is not there, and is not needed: ${told} is the homeserver.`)],
      base: undefined,
    };
  }
  const line = warn(PART, {
    code: 'well-known.client-missing',
    sentence: `${url} is not there (404): who types the server name alone does not get to ${told}.`,
    remedy: `Serve it with { "m.homeserver": { "base_url": "${told}" } }.`,
  });
  return { lines: [line], base: undefined };
}

function sameAs(url: string, base: string, told: string): readonly CheckLine[] {
  if (base === told.replace(/\/+$/, '')) return [fine(PART, `${url} leads clients to ${base}.`)];
  // Who types the server name is sent on by this very file.
  if (new URL(url).origin === told) return [fine(PART, `${url} leads clients from ${told} to ${base}.`)];
  return [
    warn(PART, {
      code: 'well-known.other-address',
      sentence: `${url} leads clients to ${base}, and Porter tells newcomers ${told} (homeserver.publicUrl).`,
      remedy: 'Let both name the same address, so that people see one.',
    }),
  ];
}

/** Programs in browsers read nothing that does not allow them to (Client-Server API, web browser clients). */
function assessHeaders(url: string, { headers }: Answered): readonly CheckLine[] {
  const lines: CheckLine[] = [];
  if (headers['access-control-allow-origin'] !== '*') {
    lines.push(
      warn(PART, {
        code: 'well-known.cors',
        sentence: `${url} comes without Access-Control-Allow-Origin: *, so clients in browsers, such as Element Web, cannot read it.`,
        remedy: 'Let the web server add that header: add_header Access-Control-Allow-Origin *; in nginx.',
      }),
    );
  }
  const type = headers['content-type']?.split(';')[0]?.trim();
  if (type !== 'application/json') {
    lines.push(note(PART, `${url} comes as ${type ?? 'no type'} instead of application/json; some clients mind.`));
  }
  return lines;
}

/** Whether a homeserver answers clients there. Pure. */
export function assessVersions(base: string, response: OutsideResponse): readonly CheckLine[] {
  const url = `${base}/_matrix/client/versions`;
  if (response.kind === 'none') return [notRead(url, response)];
  const { versions } = jsonObjectIn(response.text);
  if (response.status !== 200 || !Array.isArray(versions)) {
    const what = response.status === 200 ? 'what answers is no homeserver' : `it answers ${response.status}`;
    return [
      bad(PART, {
        code: 'well-known.no-homeserver',
        sentence: `No homeserver answers clients at ${url}: ${what}.`,
        remedy: `Let the proxy at ${base} pass on /_matrix to the homeserver.`,
      }),
    ];
  }
  if (response.headers['access-control-allow-origin'] === undefined) {
    return [
      warn(PART, {
        code: 'well-known.homeserver-cors',
        sentence: `${url} answers without Access-Control-Allow-Origin, which a homeserver sends: clients in browsers cannot log in.`,
        remedy: 'Let the proxy pass on the headers of the homeserver.',
      }),
    ];
  }
  return [fine(PART, `A homeserver answers clients at ${base}.`)];
}
