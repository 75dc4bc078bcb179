import { type ApplicantSettings, defaultSiteLimits, type SiteSettings } from '../doors/site/settings.ts';
import { HOUR, SECOND } from '../kernel/clock.ts';
import type { Config } from './config.ts';
import type { RegistrationConfig } from './parts/registration.ts';

/** What the public pages read out of the whole configuration. */
export function siteSettings(site: NonNullable<Config['site']>, { homeserver, registration }: Config): SiteSettings {
  const limits = registration?.limits;
  return {
    listen: site.listen,
    publicUrl: site.publicUrl,
    title: site.title ?? homeserver?.serverName ?? new URL(site.publicUrl).host,
    logo: site.logo,
    trustedProxies: site.trustedProxies,
    defaultLanguage: site.language,
    limits:
      limits === undefined
        ? defaultSiteLimits
        : {
            ...defaultSiteLimits,
            applications: {
              count: limits.perNetworkAtOnce,
              per: (limits.perNetworkAtOnce * HOUR) / limits.perNetworkPerHour,
            },
            nameChecks: {
              count: limits.nameChecksAtOnce,
              per: (limits.nameChecksAtOnce * SECOND) / limits.nameChecksPerSecond,
            },
          },
  };
}

/** What only the pages of applicants read. */
export const applicantSettings = ({ site, homeserver }: RegistrationConfig): ApplicantSettings => ({
  clients: site.clients,
  howToUrl: site.howToUrl,
  homeserverUrl: homeserver.publicUrl ?? `https://${homeserver.serverName}`,
  serverName: homeserver.serverName,
});
