import type { Measurement } from '../doors/operations/metrics.ts';
import { openTokenHttp } from '../doors/token-service/http/open-http.ts';
import { openInbound } from '../doors/token-service/tcp/open-inbound.ts';
import { openOutbound } from '../doors/token-service/tcp/open-outbound.ts';
import { DAY } from '../kernel/clock.ts';
import { isLoopback } from '../kernel/host-port.ts';
import { makeGuestUseCases } from '../meetings/guests/guest-use-cases.ts';
import { makeInviteUseCases } from '../meetings/guests/invite.ts';
import { makeIssueToken } from '../meetings/issue-token.ts';
import { makeJoinUrl } from '../meetings/join-url.ts';
import { openRecord } from '../meetings/record.ts';
import type { CallerPolicy, MeetingsSettings } from '../meetings/settings.ts';
import type { GuestUseCases, IssueToken } from '../meetings/use-cases.ts';
import { openTokenKeys, type TokenKeys } from '../security/token-keys.ts';
import type { Config } from './config.ts';
import { guestUseCaseParts } from './meetings-guests.ts';
import type { Database, Runtime } from './open-database.ts';
import type { MeetingsConfig } from './parts/meetings.ts';
import type { ShutdownGroup } from './shutdown-group.ts';
import { makeTokenCounts } from './token-counts.ts';

/** What signs tokens and writes them down. Disposing writes the rest of the record, so it ends after every way in. */
export interface Tokens extends AsyncDisposable {
  /** Opens the ways in. Throws `Fault` when an address cannot be had. */
  openDoors(running: ShutdownGroup): Promise<Meetings>;
}

type Sections = Pick<Config, 'site'> & { readonly meetings: MeetingsConfig };

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

/** Who asks on the command line, as the record shows it. */
export const OPERATOR = 'command';

/** What somebody may ask for who can read the secret anyway. */
export const operatorPolicy: CallerPolicy = { longest: 3_660 * DAY, rooms: ['*'], everyRoom: true, moderators: true };

/** Throws `Fault` for a key that is none. */
export async function openTokens(config: Sections, database: Database, runtime: Runtime): Promise<Tokens> {
  const { clock, ids, log } = runtime;
  const settings = meetingsSettings(config.meetings);
  const keys = await tokenKeysOf(config.meetings);
  if (keys.warning !== undefined) log.warn(keys.warning.sentence, { part: 'meetings', remedy: keys.warning.remedy });
  const { record: store } = database.storage.meetings;
  const record = openRecord({ store, keep: settings.record, clock, log });
  const counts = makeTokenCounts(makeIssueToken({ settings, signer: keys, record, clock, ids }));
  return {
    openDoors: (running) => openDoors({ config, settings, keys, ...counts }, database, running, runtime),
    [Symbol.asyncDispose]: () => record[Symbol.asyncDispose](),
  };
}

/** What whoever is at that host may have. A list of rooms would be none if every room were granted beside it. */
const tcpPolicy = (tcp: NonNullable<MeetingsConfig['tcp']>, host: string): CallerPolicy => ({
  ...tcp,
  everyRoom: tcp.everyRoom ?? (isLoopback(host) && tcp.rooms.includes('*')),
});

interface DoorNeeds {
  readonly config: Sections;
  readonly settings: MeetingsSettings;
  readonly keys: TokenKeys;
  readonly issue: IssueToken;
  readonly measure: () => readonly Measurement[];
}

async function openDoors(
  { config, settings, keys, issue, measure }: DoorNeeds,
  database: Database,
  running: ShutdownGroup,
  runtime: Runtime,
): Promise<Meetings> {
  const { tcp, http, callers, guests } = config.meetings;
  const { clock, ids, log } = runtime;
  const joinUrl = makeJoinUrl(settings);
  const makers = new Map<string, CallerPolicy>([
    [OPERATOR, operatorPolicy],
    ...Object.entries(callers).map(([name, policy]) => [`http ${name}`, policy] as const),
  ]);
  const guestParts = guestUseCaseParts(config, database);
  const invites = guestParts && makeInviteUseCases({ ...guestParts, clock, ids });

  const inbound =
    tcp?.inbound &&
    running.use(
      await openInbound({
        ...{ ...tcp, listen: tcp.inbound, issue, clock, log },
        policy: tcpPolicy(tcp, tcp.inbound.host),
      }),
    );
  const outbound =
    tcp?.outbound &&
    running.use(
      openOutbound({
        ...{ ...tcp, target: tcp.outbound, issue, clock, ids, log },
        policy: tcpPolicy(tcp, tcp.outbound.host),
      }),
    );
  const httpDoor =
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
  return {
    guests:
      guestParts &&
      makeGuestUseCases({
        ...{ ...guestParts, issue, joinUrl, settings, longest: guests.longest, clock, log },
        policyOf: (by) => makers.get(by),
      }),
    tcpPort: inbound?.port,
    httpPort: httpDoor?.port,
    measure: () => [
      ...measure(),
      ...(inbound ? [{ ...connections, value: inbound.connections() }] : []),
      ...(outbound ? [{ ...connected, value: outbound.connected() ? 1 : 0 }] : []),
    ],
  };
}

const connections = { name: 'porter_meetings_tcp_connections', help: 'Programs connected for meeting tokens.' };
const connected = { name: 'porter_meetings_outbound_connected', help: '1 while the game that Porter dials is there.' };
