import { type AddressResponse, jsonObjectIn } from '../kernel/ask-address.ts';
import { isObject } from '../kernel/is-object.ts';
import { remedyUnreachable } from '../kernel/why-unreachable.ts';
import { clientBaseUrl, clientWellKnownUrl } from './client-well-known.ts';

/** Where clients of a server name go, or why that cannot be said. */
export type FoundHomeserver =
  | {
      readonly ok: true;
      /** Without a slash at its end. */
      readonly baseUrl: string;
      /** `guess`: nothing is published, and a homeserver answers under the server name itself. */
      readonly how: 'published' | 'guess';
      /** Versions of the specification that it speaks. */
      readonly versions: readonly string[];
    }
  | { readonly ok: false; readonly sentence: string; readonly remedy: string };

type Asking = (url: string) => Promise<AddressResponse>;

/**
 * Finds the homeserver of a server name as clients do (Client-Server API, server discovery): the well-known file, then the homeserver
 * that it names.
 */
export async function findHomeserver(serverName: string, ask: Asking): Promise<FoundHomeserver> {
  const url = clientWellKnownUrl(serverName);
  const response = await ask(url);
  if (response.kind === 'answered' && response.status === 404) {
    return await atBase(
      `https://${serverName}`,
      'guess',
      ask,
      `${url} is not there (404), and nothing else says where.`,
    );
  }
  const failed = (sentence: string) => no(sentence, `Correct that file, or name the homeserver yourself with --url.`);
  if (response.kind === 'none') {
    return no(
      `${url} cannot be read: ${response.why}.`,
      remedyOf(response.code, url, 'Name the homeserver yourself with --url.'),
    );
  }
  if (response.status !== 200) return failed(`${url} answers ${response.status}.`);
  const file = jsonObjectIn(response.text);
  if (!isObject(file['m.homeserver'])) return failed(`${url} names no homeserver (m.homeserver).`);
  const base = clientBaseUrl(file);
  if (base === undefined) return failed(`${url} names a homeserver whose base_url is no web address.`);
  const identity = file['m.identity_server'];
  if (identity !== undefined && (!isObject(identity) || typeof identity['base_url'] !== 'string')) {
    return failed(`${url} names an identity server without a base_url.`);
  }
  return await atBase(base, 'published', ask, `${url} names ${base}.`);
}

/** Looks whether a homeserver answers there. @param context begins the sentence if none does */
export async function atBase(
  baseUrl: string,
  how: 'published' | 'guess',
  ask: Asking,
  context: string,
): Promise<FoundHomeserver> {
  const url = `${baseUrl}/_matrix/client/versions`;
  const response = await ask(url);
  if (response.kind === 'none') {
    return no(
      `${context} ${url} cannot be read: ${response.why}.`,
      remedyOf(response.code, url, 'Is the homeserver running?'),
    );
  }
  const versions = jsonObjectIn(response.text)['versions'];
  if (response.status !== 200 || !Array.isArray(versions)) {
    const what = response.status === 200 ? 'what answers is no homeserver' : `it answers ${response.status}`;
    return no(`${context} At ${url} ${what}.`, 'Does a proxy stand in front, and does it pass /_matrix on?');
  }
  return { ok: true, baseUrl, how, versions: versions.filter((version) => typeof version === 'string').slice(0, 100) };
}

/** The next step after no response. @param otherwise where the code says none */
function remedyOf(code: string, url: string, otherwise: string): string {
  if (code === 'NOT_ALLOWED') return 'If a private network is meant, say --allow-private.';
  return remedyUnreachable(code, URL.parse(url)?.hostname ?? '', 'people') ?? otherwise;
}

const no = (sentence: string, remedy: string): FoundHomeserver => ({ ok: false, sentence: sentence.trim(), remedy });
