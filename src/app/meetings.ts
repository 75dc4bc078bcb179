import type { Config, DoorlessConfig } from '../config/config-schema.ts';
import { loopbackHost } from '../config/cross-checks.ts';
import type { Measurement } from '../doors/operations/metrics.ts';
import { openTokenHttp } from '../doors/token-service/http/open-http.ts';
import { openInbound } from '../doors/token-service/tcp/open-inbound.ts';
import { openOutbound } from '../doors/token-service/tcp/open-outbound.ts';
import { DAY, SECOND } from '../kernel/clock.ts';
import { makeGuestUseCases } from '../meetings/guests/guest-use-cases.ts';
import { makeInviteUseCases } from '../meetings/guests/invite.ts';
import { makeIssueToken } from '../meetings/issue-token.ts';
import { openRecord } from '../meetings/record.ts';
import type { Caller, CallerPolicy, MeetingsSettings } from '../meetings/settings.ts';
import type { GuestUseCases } from '../meetings/use-cases.ts';
import { makeInvitationLinks } from '../security/invitation-links.ts';
import { openTokenKeys, type TokenKeys } from '../security/token-keys.ts';
import type { Basics, Database } from './open-database.ts';
import type { Together } from './together.ts';

export type MeetingsConfig = DoorlessConfig['meetings'];

export interface Meetings {
  /** Undefined without pages for them to come to. */
  readonly guests: GuestUseCases | undefined;
  readonly tcpPort: number | undefined;
  readonly httpPort: number | undefined;
  readonly measure: () => readonly Measurement[];
}

export const meetingsSettings = (config: MeetingsConfig): MeetingsSettings => ({
  url: config.url,
  domain: config.domain,
  appId: config.appId,
  audience: config.audience,
  leeway: config.leeway,
  profile: config.profile,
  features: config.features,
  group: config.group,
  lobbyBypass: config.lobbyBypass,
  record: config.record,
});

export const tokenKeysOf = ({ secret, keys }: MeetingsConfig): Promise<TokenKeys> => openTokenKeys({ secret, keys });

/** What somebody may ask for who can read the secret anyway. */
export const operatorPolicy: CallerPolicy = { longest: 3_660 * DAY, rooms: ['*'], everyRoom: true, moderators: true };
