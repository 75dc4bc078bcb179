import { type Inbound, type InboundNeeds, openInbound } from '../../src/doors/token-service/tcp/open-inbound.ts';
import { type Outbound, type OutboundNeeds, openOutbound } from '../../src/doors/token-service/tcp/open-outbound.ts';
import { SECOND, systemClock } from '../../src/kernel/clock.ts';
import { makeIds } from '../../src/kernel/ids.ts';
import { silentLog } from '../../src/kernel/log.ts';
import { Secret } from '../../src/kernel/secret.ts';
import { makeIssueToken } from '../../src/meetings/issue-token.ts';
import type { IssueToken } from '../../src/meetings/use-cases.ts';
import { openTokenKeys } from '../../src/security/open-token-keys.ts';
import { everythingAllowed, meetingsSettings } from './meetings-settings.ts';

export const JITSI_SECRET = '0123456789abcdef0123456789abcdef';

const ids = makeIds(systemClock.now);

/** Porter's own, with nothing on the record. */
export async function realIssueToken(clock = systemClock): Promise<IssueToken> {
  const signer = await openTokenKeys({ secret: new Secret(JITSI_SECRET), keys: [] });
  return makeIssueToken({ settings: meetingsSettings, signer, record: { note() {} }, clock, ids });
}

/** As the configuration has it by default. */
const defaults = {
  ...{ frameBytes: 65_536, idle: 30 * SECOND, requestsPerSecond: 100_000 },
  ...{ policy: everythingAllowed, clock: systemClock, log: silentLog },
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
