import { type Inbound, type InboundNeeds, openInbound } from '../../src/doors/token-service/tcp/open-inbound.ts';
import { type Outbound, type OutboundNeeds, openOutbound } from '../../src/doors/token-service/tcp/open-outbound.ts';
import { HOUR, SECOND, systemClock } from '../../src/kernel/clock.ts';
import { makeIds } from '../../src/kernel/ids.ts';
import { silentLog } from '../../src/kernel/log.ts';
import { Secret } from '../../src/kernel/secret.ts';
import { makeIssueToken } from '../../src/meetings/issue-token.ts';
import type { CallerPolicy, MeetingsSettings } from '../../src/meetings/settings.ts';
import type { IssueToken } from '../../src/meetings/use-cases.ts';
import { openTokenKeys } from '../../src/security/token-keys.ts';

export const JITSI_SECRET = '0123456789abcdef0123456789abcdef';

export const meetingsSettings: MeetingsSettings = {
  ...{ url: 'https://meet.example.org', domain: 'meet.jitsi', appId: 'skotos', audience: 'jitsi' },
  ...{ leeway: 10 * SECOND, profile: 'own', features: undefined, group: undefined, lobbyBypass: false, record: 'off' },
};

/** What the configuration gives a program on loopback. */
export const loopbackPolicy: CallerPolicy = { longest: 24 * HOUR, rooms: ['*'], everyRoom: true, moderators: true };

const ids = makeIds(systemClock.now);

/** Porter's own, with nothing on the record. */
export async function realIssueToken(clock = systemClock): Promise<IssueToken> {
  const signer = await openTokenKeys({ secret: new Secret(JITSI_SECRET), keys: [] });
  return makeIssueToken({ settings: meetingsSettings, signer, record: { note() {} }, clock, ids });
}

/** As the configuration has it by default. */
const defaults = {
  ...{ frameBytes: 65_536, idle: 30 * SECOND, requestsPerSecond: 100_000 },
  ...{ policy: loopbackPolicy, clock: systemClock, log: silentLog },
};

/** On a free port. */
export async function openTestInbound(needs: Partial<InboundNeeds> = {}): Promise<Inbound> {
  const issue = needs.issue ?? (await realIssueToken());
  return openInbound({ listen: { host: '127.0.0.1', port: 0 }, connections: 2_000, ...defaults, ...needs, issue });
}

export async function openTestOutbound(port: number, needs: Partial<OutboundNeeds> = {}): Promise<Outbound> {
  const issue = needs.issue ?? (await realIssueToken());
  return openOutbound({ target: { host: '127.0.0.1', port }, ids, ...defaults, ...needs, issue });
}
