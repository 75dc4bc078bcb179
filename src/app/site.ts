import type { SiteNeeds } from '../doors/site/settings.ts';
import { type OpenSite, openSite } from '../doors/site/site.ts';
import { makeFormSignature } from '../security/form-signature.ts';
import { makeCheckTokens } from './check-tokens.ts';
import { type GroundConfig, timeZoneOf, titleOf } from './ground-sections.ts';
import type { Database, Runtime } from './open-database.ts';
import { ownSiteOf } from './own-texts.ts';

/** Opens the site with the pages and paths of all parts; undefined if the configuration has no section `site`. */
export async function openConfiguredSite(
  { site, homeserver }: Pick<GroundConfig, 'site' | 'homeserver'>,
  { keys }: Database,
  served: Pick<SiteNeeds, 'pages' | 'apis'>,
  { clock, ids, log }: Runtime,
): Promise<OpenSite | undefined> {
  // A configuration with a site always has a key, because forms are signed with it.
  if (site === undefined || keys === undefined) return undefined;
  const signature = makeFormSignature(keys);
  const checks = makeCheckTokens(signature);
  return openSite({
    listen: site.listen,
    publicUrl: site.publicUrl,
    title: titleOf(site, homeserver),
    logo: site.logo,
    trustedProxies: site.trustedProxies,
    defaultLanguage: site.language,
    timeZone: timeZoneOf(site),
    own: ownSiteOf(site),
    ...served,
    ...{ clock, ids, log },
    sign: signature.sign,
    seenToken: checks.seen,
    checkLetterLink: checks.isLetterLink,
  });
}
