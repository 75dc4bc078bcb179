import type { Clock } from '../../kernel/clock.ts';
import type { HostPort } from '../../kernel/host-port.ts';
import type { Ids } from '../../kernel/ids.ts';
import type { Logger } from '../../kernel/log.ts';
import type { Language } from '../../texts/say.ts';
import type { NetworkLimitSettings } from '../../web/limiter.ts';
import type { ListenerLimits } from '../../web/listener.ts';
import type { Route } from '../../web/routes.ts';
import type { PageContext } from './context.ts';

/** What may be asked how often. Defaults in docs/hardening.md, section 5. */
export interface ApplicantLimits {
  readonly applications: NetworkLimitSettings;
  readonly nameChecks: NetworkLimitSettings;
  /** Passwords judged over one link, from wherever: each takes some milliseconds that nobody else gets. */
  readonly passwords: NetworkLimitSettings;
  /** A form sent sooner after it was shown leads to the extra step; milliseconds. */
  readonly minimumTime: number;
}

export const applicantLimits: ApplicantLimits = {
  applications: { count: 3, per: 3_600_000 },
  nameChecks: { count: 3, per: 3_000 },
  passwords: { count: 20, per: 60_000 },
  minimumTime: 3_000,
};

export interface GuestLimits {
  /** Links from one network that no invitation has. */
  readonly unknownLinks: NetworkLimitSettings;
  /** With one invitation, from wherever. */
  readonly joins: NetworkLimitSettings;
}

export const guestLimits: GuestLimits = {
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
}

/** Makes the routes of one part's pages. */
export type Pages = (page: PageContext) => readonly Route[];

export interface SiteNeeds extends SiteSettings {
  /** Of each part that has pages. Without any at `/` a start page stands there, because every page links to it. */
  readonly pages: readonly Pages[];
  /** Keyed signature of a text, base64url; a purpose of its own, the same after a restart. */
  readonly sign: (text: string) => string;
  /** Whoever sends it in `X-Porter-Seen` is told which client address arrived (`porter check`); undefined: nobody is. */
  readonly seenToken: string | undefined;
  /** Did this link of a tried-out letter (`porter check --mail`) arrive as it was sent? */
  readonly checkLetterLink: (token: string) => boolean;
  readonly listenerLimits?: Partial<ListenerLimits>;
  readonly clock: Clock;
  readonly ids: Ids;
  readonly log: Logger;
}
