import type { Clock } from '../../kernel/clock.ts';
import type { HostPort } from '../../kernel/host-port.ts';
import type { Ids } from '../../kernel/ids.ts';
import type { Logger } from '../../kernel/log.ts';
import type { Language } from '../../texts/say.ts';
import type { OpenRoute } from '../../web/json-route.ts';
import type { NetworkLimitSettings } from '../../web/limiter.ts';
import type { ListenerLimits } from '../../web/listener.ts';
import type { Route } from '../../web/routes.ts';
import type { OwnSite, PageContext } from './context.ts';

/** Limits on requests. Reasons for the defaults: docs/hardening.md, section 5. */
export interface ApplicantLimits {
  readonly applications: NetworkLimitSettings;
  readonly nameChecks: NetworkLimitSettings;
  /** Passwords per link, from any network: each takes some milliseconds of the processor to estimate. */
  readonly passwords: NetworkLimitSettings;
  /** Milliseconds. A form that is sent sooner after it was shown leads to the extra step. */
  readonly minimumTime: number;
}

export const applicantLimits: ApplicantLimits = {
  applications: { count: 3, per: 3_600_000 },
  nameChecks: { count: 3, per: 3_000 },
  passwords: { count: 20, per: 60_000 },
  minimumTime: 3_000,
};

export interface GuestLimits {
  /** Unknown invitations per network. */
  readonly unknownLinks: NetworkLimitSettings;
  /** Joins per invitation, from any network. */
  readonly joins: NetworkLimitSettings;
}

export const guestLimits: GuestLimits = {
  unknownLinks: { count: 20, per: 60_000 },
  joins: { count: 60, per: 60_000 },
};

export interface ForgottenLimits {
  /** Letters with a link for a forgotten password that one network asks for. */
  readonly asks: NetworkLimitSettings;
  /** Passwords per link, from any network. */
  readonly passwords: NetworkLimitSettings;
}

export const forgottenLimits: ForgottenLimits = {
  asks: { count: 10, per: 3_600_000 },
  passwords: applicantLimits.passwords,
};

export interface SiteSettings {
  readonly listen: HostPort;
  /** Pages' base, without a path: pages link from the root. */
  readonly publicUrl: string;
  readonly title: string;
  /** Path of the operator's picture file. */
  readonly logo: string | undefined;
  /** Addresses or CIDR blocks. */
  readonly trustedProxies: readonly string[];
  readonly defaultLanguage: Language;
  /** IANA name of the zone whose times pages show. */
  readonly timeZone: string;
  readonly own: OwnSite;
}

/** Makes the routes of one part's pages. */
export type Pages = (page: PageContext) => readonly Route[];

export interface SiteNeeds extends SiteSettings {
  /** The pages of each part that has some. If none has `/`, a start page is added, because every page links to it. */
  readonly pages: readonly Pages[];
  /** Paths for programs, which no page has. */
  readonly apis?: readonly OpenRoute[];
  /** Signs a text with a key for this purpose only; base64url, the same after a restart. */
  readonly sign: (text: string) => string;
  /** A request with this token in `X-Porter-Seen` is told which client address arrived (`porter check`); undefined: none is. */
  readonly seenToken: string | undefined;
  /** Whether this link of a test letter (`porter check --mail`) arrived as it was sent. */
  readonly checkLetterLink: (token: string) => boolean;
  readonly listenerLimits?: Partial<ListenerLimits>;
  readonly clock: Clock;
  readonly ids: Ids;
  readonly log: Logger;
}
