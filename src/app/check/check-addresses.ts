import { unchangedClients } from '../../config/sections/site.ts';
import { clientWellKnownUrl, readClientWellKnown } from '../../homeserver/client-well-known.ts';
import { type AddressResponse, askAddress, jsonObjectIn } from '../../kernel/ask-address.ts';
import { type CheckLine, fine, warn } from '../../kernel/check-line.ts';
import { counted } from '../../kernel/counted.ts';
import { fillAddress } from '../../kernel/fill-address.ts';
import { isLoopback } from '../../kernel/host-port.ts';
import { isObject } from '../../kernel/is-object.ts';
import { linksOfOwnText, type OwnTexts } from '../../kernel/own-texts.ts';
import { remedyUnreachable } from '../../kernel/why-unreachable.ts';
import { parseSafeUrl } from '../../web/safe-url.ts';
import type { GroundConfig } from '../ground-sections.ts';

const PART = 'addresses';
const VERSIONS = '/_matrix/client/versions';
/** A long text of somebody's may be full of links. */
const MOST_LINKS = 50;

type Ask = (url: string) => Promise<AddressResponse>;

/**
 * Asks each address that newcomers are told once, from this machine: where they log in, what the well-known file of the server name says,
 * and the links of pages and letters that this configuration names.
 *
 * @param ask replaced by tests, which have no names of their own
 */
export async function checkAddresses(
  { homeserver, site }: Pick<GroundConfig, 'homeserver' | 'site'>,
  ask: Ask = askAddress,
): Promise<readonly CheckLine[]> {
  if (homeserver === undefined || site === undefined) return [];
  return [await checkLogInAddress(homeserver, ask), ...(await checkLinks(site, homeserver, ask))];
}

type Homeserver = NonNullable<GroundConfig['homeserver']>;

/** What `/versions` says, as one text; undefined if no homeserver answered. */
function versionsOf(response: AddressResponse): string | undefined {
  if (response.kind === 'none' || response.status !== 200) return undefined;
  const { versions, unstable_features: unstable } = jsonObjectIn(response.text);
  if (!Array.isArray(versions)) return undefined;
  return JSON.stringify([[...versions].sort(), isObject(unstable) ? Object.keys(unstable).sort() : []]);
}

const saidOf = (response: AddressResponse): string =>
  response.kind === 'none'
    ? response.why
    : response.status === 200
      ? 'another page answers'
      : `it answers ${response.status}`;

/** An address and what it said when it was asked for its versions. */
interface Asked {
  readonly address: string;
  readonly response: AddressResponse;
  /** Undefined if no homeserver answered. */
  readonly versions: string | undefined;
}

interface LogInFacts {
  readonly serverName: string;
  /** Where newcomers are told to log in. */
  readonly told: Asked;
  /** Where that comes from. */
  readonly key: string;
  /** Where Porter reaches the homeserver. */
  readonly own: Asked;
  /** Where the well-known file sends clients; undefined without such a file. */
  readonly base: Asked | undefined;
}

/** Newcomers are told an address to log in at: does our homeserver answer there, as clients would ask it? */
async function checkLogInAddress({ url, serverName, publicUrl }: Homeserver, ask: Ask): Promise<CheckLine> {
  const askVersions = async (address: string): Promise<Asked> => {
    const response = await ask(address + VERSIONS);
    return { address, response, versions: versionsOf(response) };
  };
  const told = await askVersions(publicUrl ?? `https://${serverName}`);
  const askOnce = async (address: string) => (address === told.address ? told : await askVersions(address));
  // A trial on this machine has no name that others could look up.
  const here = isLoopback(new URL(told.address).hostname);
  const base = here ? undefined : await readClientWellKnown(serverName, ask);
  return logInLine({
    ...{ serverName, told },
    key: publicUrl === undefined ? 'homeserver.publicUrl is not set' : 'homeserver.publicUrl',
    own: await askOnce(url),
    base: base === undefined ? undefined : await askOnce(base),
  });
}

function logInLine(facts: LogInFacts): CheckLine {
  const { serverName, told, key, own, base } = facts;
  if (told.versions === undefined) return silentLine(facts);
  if (own.versions !== undefined && own.versions !== told.versions) {
    return warn(PART, {
      code: 'addresses.other-homeserver',
      sentence: `At ${told.address} (${key}) another homeserver seems to answer than at ${own.address} (homeserver.url): they know other versions.`,
      remedy: 'Newcomers could not log in there: correct homeserver.publicUrl and restart Porter.',
    });
  }
  if (base !== undefined && base.versions === undefined) {
    return warn(PART, {
      code: 'addresses.well-known',
      sentence: `${clientWellKnownUrl(serverName)} sends clients to ${base.address}, and no homeserver answers there: ${saidOf(base.response)}.`,
      remedy: `Let that file name ${told.address}, or mend what stands at ${base.address}.`,
    });
  }
  return fine(PART, `Newcomers log in at ${told.address}; a homeserver answers there.`);
}

/** No homeserver answers where newcomers are told to log in. */
function silentLine({ serverName, told, key, base }: LogInFacts): CheckLine {
  // Who types the server name is sent on by the well-known file.
  const sentOn = told.address === `https://${serverName}` ? base : undefined;
  if (sentOn?.versions !== undefined) {
    return fine(PART, `Newcomers log in at ${told.address}; clients find ${sentOn.address} from there.`);
  }
  const { address, response } = sentOn ?? told;
  const where = address === told.address ? 'there' : `at ${address}`;
  const unreachable =
    response.kind === 'none' ? remedyUnreachable(response.code, new URL(address).hostname, 'people') : undefined;
  const set =
    base?.versions === undefined
      ? 'Set homeserver.publicUrl to the address at which clients reach Synapse and restart Porter; the proxy there must pass on /_matrix.'
      : `Clients are sent to ${base.address}: set homeserver.publicUrl to it and restart Porter.`;
  return warn(PART, {
    code: 'addresses.log-in',
    sentence: `Newcomers are told to log in at ${told.address} (${key}), and no homeserver answers ${where}: ${saidOf(response)}.`,
    remedy: unreachable ?? set,
  });
}

interface Link {
  readonly key: string;
  readonly url: string;
}

/** The links of this configuration that begin with http, also those in its texts. Those that Porter brings along are not asked: they are the same everywhere. */
function linksOf(site: NonNullable<GroundConfig['site']>, { serverName, publicUrl }: Homeserver): readonly Link[] {
  const values = {
    server: serverName,
    homeserver: publicUrl ?? `https://${serverName}`,
    userId: `@newcomer:${serverName}`,
  };
  const own = (key: string, texts: OwnTexts | undefined): readonly Link[] =>
    (texts ?? []).flatMap(({ text }) =>
      linksOfOwnText(text).flatMap((found) => {
        const url = parseSafeUrl(found);
        return url === undefined ? [] : [{ key, url }];
      }),
    );
  const clients = unchangedClients(site.clients) ? [] : site.clients;
  const links = [
    ...(site.howToUrl === undefined ? [] : [{ key: 'site.howToUrl', url: site.howToUrl }]),
    ...clients.flatMap(({ url }, index) => {
      const filled = fillAddress(url, values);
      return filled === undefined ? [] : [{ key: `site.clients.${index}`, url: filled }];
    }),
    ...own('site.intro', site.intro),
    ...own('site.contact', site.contact),
    ...Object.entries(site.legal ?? {}).flatMap(([name, texts]) => own(`site.legal.${name}`, texts)),
  ];
  return links.filter(({ url }, index) => links.findIndex((other) => other.url === url) === index).slice(0, MOST_LINKS);
}

async function checkLinks(
  site: NonNullable<GroundConfig['site']>,
  homeserver: Homeserver,
  ask: Ask,
): Promise<readonly CheckLine[]> {
  const links = linksOf(site, homeserver);
  const wrong = (await Promise.all(links.map(async (link) => troubleAt(link, await ask(link.url))))).flat();
  if (links.length === 0 || wrong.length > 0) return wrong;
  return [fine(PART, `${counted(links.length, 'link')} of pages and letters answered.`)];
}

/** Many sites answer programs with 403 or 429, and a redirect is no fault: only what says "nothing here" is told. */
function troubleAt({ key, url }: Link, response: AddressResponse): readonly CheckLine[] {
  const sent =
    'People are sent there by pages and letters: correct it and restart Porter, or see whether it opens in a browser.';
  if (response.kind === 'none') {
    return [
      warn(PART, {
        code: 'addresses.link',
        sentence: `${url} (${key}) cannot be reached from here: ${response.why}.`,
        remedy: remedyUnreachable(response.code, new URL(url).hostname, 'people') ?? sent,
      }),
    ];
  }
  const { status } = response;
  if (status !== 404 && status !== 410 && status < 500) return [];
  return [warn(PART, { code: 'addresses.link', sentence: `${url} (${key}) answers ${status}.`, remedy: sent })];
}
