import type { OwnSite } from '../doors/site/context.ts';
import { digestOf } from '../kernel/digest-of.ts';
import type { OwnPages, OwnTexts } from '../kernel/own-texts.ts';
import type { RegistrationSettings } from '../registration/settings.ts';
import type { GroundConfig } from './ground-sections.ts';

type Site = NonNullable<GroundConfig['site']>;

/** Returns the texts that footers of pages and letters link to. */
export const ownPagesOf = ({ legal = {}, contact }: Site): OwnPages => {
  const given = Object.entries({ ...legal, contact }).filter(([, texts]) => texts !== undefined);
  return Object.fromEntries(given) as OwnPages;
};

/** Returns what applicants must accept, each text once. */
export const acceptOf = ({ accept, legal = {} }: Site): RegistrationSettings['accept'] =>
  [...new Set(accept)].map((name) => ({ name, version: versionOf(legal[name] ?? []) }));

/** Returns what the pages show of it. */
export const ownSiteOf = (site: Site): OwnSite => ({
  pages: ownPagesOf(site),
  versions: Object.fromEntries(acceptOf(site).map(({ name, version }) => [name, version])),
});

/** Twelve hexadecimal digits that change with the text or the link. */
const versionOf = (texts: OwnTexts): string => digestOf(JSON.stringify(texts)).slice(0, 12);
