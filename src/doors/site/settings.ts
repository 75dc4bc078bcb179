import type { Clock } from '../../kernel/clock.ts';
import type { HostPort } from '../../kernel/host-port.ts';
import type { Ids } from '../../kernel/ids.ts';
import type { Logger } from '../../kernel/log.ts';
import type { GuestUseCases } from '../../meetings/use-cases.ts';
import type { SiteUseCases } from '../../registration/site-use-cases.ts';
import type { Language } from '../../texts/say.ts';
import type { NetworkLimitSettings } from '../../web/limiter.ts';
import type { ListenerLimits } from '../../web/listener.ts';

/** docs/hardening.md, section 5. */
export interface SiteLimits {
  readonly applications: NetworkLimitSettings;
  readonly nameChecks: NetworkLimitSettings;
  /** Passwords judged over one link, from wherever: each takes some milliseconds that nobody else gets. */
  readonly passwords: NetworkLimitSettings;
  /** A form sent sooner after it was shown leads to the extra step; milliseconds. */
  readonly minimumTime: number;
  /** Of invitations that there are not. */
  readonly unknownLinks: NetworkLimitSettings;
  /** With one invitation, from wherever. */
  readonly joins: NetworkLimitSettings;
  readonly listener?: Partial<ListenerLimits>;
}

export const defaultSiteLimits: SiteLimits = {
  applications: { count: 3, per: 3_600_000 },
  nameChecks: { count: 3, per: 3_000 },
  passwords: { count: 20, per: 60_000 },
  minimumTime: 3_000,
  unknownLinks: { count: 20, per: 60_000 },
  joins: { count: 60, per: 60_000 },
};

export interface SiteSettings {
  readonly listen: HostPort;
  /** Pages' base, without a path: pages link from the root. */
  readonly publicUrl: string;
  readonly title: string;
  /** Path of the operator's picture. */
  readonly logo: string | undefined;
  /** Addresses or CIDR blocks. */
  readonly trustedProxies: readonly string[];
  readonly defaultLanguage: Language;
  readonly limits?: Partial<SiteLimits>;
}

/** What only the pages of applicants need. */
export interface ApplicantSettings {
  readonly clients: readonly { readonly name: string; readonly url: string }[];
  readonly howToUrl: string | undefined;
  readonly homeserverUrl: string;
  readonly serverName: string;
}

export interface SiteNeeds extends SiteSettings {
  /** Undefined: nobody can apply here. */
  readonly applicants: (ApplicantSettings & { readonly useCases: SiteUseCases }) | undefined;
  /** Undefined: no meetings, or no guests. */
  readonly guests: GuestUseCases | undefined;
  /** Keyed signature of a text, base64url; a purpose of its own, the same after a restart. */
  readonly sign: (text: string) => string;
  /** Whoever sends it in `X-Porter-Seen` is told which client address arrived (`porter check`); undefined: nobody is. */
  readonly seenToken: string | undefined;
  /** Did this link of a tried-out letter (`porter check --mail`) arrive as it was sent? */
  readonly checkLetterLink: (token: string) => boolean;
  readonly clock: Clock;
  readonly ids: Ids;
  readonly log: Logger;
}
