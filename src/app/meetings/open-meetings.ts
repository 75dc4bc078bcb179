import { gauge } from '../../doors/operations/metrics.ts';
import { guestPages } from '../../doors/site/guest-pages.ts';
import { openTokenHttp } from '../../doors/token-service/http/open-http.ts';
import { openInbound } from '../../doors/token-service/tcp/open-inbound.ts';
import { openOutbound } from '../../doors/token-service/tcp/open-outbound.ts';
import { DAY } from '../../kernel/clock.ts';
import { isLoopback } from '../../kernel/host-port.ts';
import { makeGuestUseCases } from '../../meetings/guests/guest-use-cases.ts';
import { makeInviteUseCases } from '../../meetings/guests/invite.ts';
import { makeIssueToken } from '../../meetings/issue-token.ts';
import { makeJoinUrl } from '../../meetings/join-url.ts';
import { openRecord } from '../../meetings/record.ts';
import type { CallerPolicy, MeetingsSettings } from '../../meetings/settings.ts';
import { openTokenKeys } from '../../security/open-token-keys.ts';
import type { TokenKeys } from '../../security/token-keys.ts';
import type { Ground, OpenPart } from '../open-part.ts';
import type { MeetingsConfig, MeetingsPartConfig } from './config.ts';
import { guestUseCaseParts } from './guests.ts';
import { makeTokenCounts } from './token-counts.ts';

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

/** Name of the operator on the command line, as the record shows it. */
export const OPERATOR = 'command';

/** What the operator may ask for: everything, because an operator can read the secret anyway. */
export const operatorPolicy: CallerPolicy = { longest: 3_660 * DAY, rooms: ['*'], everyRoom: true, moderators: true };

/** What callers over TCP at this host may have. A list of rooms would mean nothing if every room were granted as well. */
const tcpPolicy = (tcp: NonNullable<MeetingsConfig['tcp']>, host: string): CallerPolicy => ({
  ...tcp,
  everyRoom: tcp.everyRoom ?? (isLoopback(host) && tcp.rooms.includes('*')),
});

/** Opens meetings. Throws `Fault` for an invalid key, and from `start` for an address that it cannot listen on. */
export async function openMeetings(config: MeetingsPartConfig, { database, runtime }: Ground): Promise<OpenPart> {
  const { clock, ids, log } = runtime;
  const { tcp, http, callers, guests } = config.meetings;
  const settings = meetingsSettings(config.meetings);
  const keys = await tokenKeysOf(config.meetings);
  if (keys.warning !== undefined) log.warn(keys.warning.sentence, { part: 'meetings', remedy: keys.warning.remedy });
  const { record: store } = database.storage.meetings;
  const record = openRecord({ store, keep: settings.record, clock, log });
  const { issue, measure } = makeTokenCounts(makeIssueToken({ settings, signer: keys, record, clock, ids }));
  const joinUrl = makeJoinUrl(settings);
  const policies = new Map<string, CallerPolicy>([
    [OPERATOR, operatorPolicy],
    ...Object.entries(callers).map(([name, policy]) => [`http ${name}`, policy] as const),
  ]);
  const guestParts = guestUseCaseParts(config, database);
  const invites = guestParts && makeInviteUseCases({ ...guestParts, clock, ids });
  let inbound: Awaited<ReturnType<typeof openInbound>> | undefined;
  let outbound: ReturnType<typeof openOutbound> | undefined;

  return {
    ...(guestParts && {
      pages: guestPages(
        makeGuestUseCases({
          ...{ ...guestParts, issue, joinUrl, settings, longest: guests.longest, clock, log },
          policyOf: (by) => policies.get(by),
        }),
      ),
    }),
    measure: () => [
      measure(),
      ...(inbound ? [connections(inbound.connections())] : []),
      ...(outbound ? [connected(outbound.connected())] : []),
    ],

    async start(running) {
      if (tcp?.inbound) {
        const policy = tcpPolicy(tcp, tcp.inbound.host);
        inbound = running.use(await openInbound({ ...tcp, listen: tcp.inbound, policy, issue, clock, log }));
      }
      if (tcp?.outbound) {
        const policy = tcpPolicy(tcp, tcp.outbound.host);
        outbound = running.use(openOutbound({ ...tcp, target: tcp.outbound, policy, issue, clock, ids, log }));
      }
      const httpListener =
        http &&
        running.use(
          await openTokenHttp({
            ...{ listen: http.listen, issue, joinUrl, invites, clock, ids, log },
            callers: Object.entries(callers).map(([name, { token, requestsPerSecond, ...policy }]) => ({
              ...{ name, token, requestsPerSecond, policy },
            })),
            publicKeys: keys.publicKeys(),
          }),
        );
      return { meetingsTcp: inbound?.port, meetingsHttp: httpListener?.port };
    },

    // Writes the last rows of the record, after every listener has closed.
    close: async () => record[Symbol.asyncDispose](),
  };
}

const connections = (count: number) =>
  gauge('porter_meetings_tcp_connections', 'Programs connected for meeting tokens.', count);
const connected = (isThere: boolean) =>
  gauge('porter_meetings_outbound_connected', '1 while the game that Porter dials is there.', isThere ? 1 : 0);
