import type { Config } from '../config/config-schema.ts';
import { defaultSiteLimits, type SiteSettings } from '../doors/site/settings.ts';
import { HOUR, SECOND } from '../kernel/clock.ts';

/** What the public pages read out of the whole configuration. */
export function siteSettings({ site, homeserver, registration }: Config): SiteSettings {
  const { limits } = registration;
  return {
    listen: site.listen,
    publicUrl: site.publicUrl,
    title: site.title ?? homeserver.serverName,
    logo: site.logo,
    trustedProxies: site.trustedProxies,
    clients: site.clients,
    howToUrl: site.howToUrl,
    homeserverUrl: homeserver.publicUrl ?? `https://${homeserver.serverName}`,
    serverName: homeserver.serverName,
    defaultLanguage: site.language,
    reasonRequired: registration.reason === 'required',
    limits: {
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
