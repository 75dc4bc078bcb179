import type { SiteNeeds } from '../doors/site/settings.ts';
import { type OpenSite, openSite } from '../doors/site/site.ts';
import { makeFormSignature } from '../security/form-signature.ts';
import { makeCheckTokens } from './check-tokens.ts';
import type { Config } from './config.ts';
import type { Database, Runtime } from './open-database.ts';
import { siteSettings } from './site-settings.ts';

/** The public pages, if there are any: of applicants, of meetings' guests, or both. */
export async function openConfiguredSite(
  parts: Pick<SiteNeeds, 'applicants' | 'guests'> & { readonly config: Config; readonly database: Database },
  { clock, ids, log }: Runtime,
): Promise<OpenSite | undefined> {
  const { config, database, applicants, guests } = parts;
  // Pages promise a key in the configuration: their forms are signed.
  if (config.site === undefined || database.keys === undefined) return undefined;
  const signature = makeFormSignature(database.keys);
  const checks = makeCheckTokens(signature);
  return openSite({
    ...siteSettings(config.site, config),
    ...{ applicants, guests, clock, ids, log },
    sign: signature.sign,
    seenToken: checks.seen,
    checkLetterLink: checks.isLetterLink,
  });
}
