import { request } from 'undici';
import { checkAppservice, checkHomeserver, checkSender, checkTeamRoom } from '../../homeserver/check.ts';
import type { HomeserverClient } from '../../homeserver/client.ts';
import type { LookNeeds } from '../../homeserver/looks.ts';
import { openHomeserverClient } from '../../homeserver/open-client.ts';
import { SECOND } from '../../kernel/clock.ts';
import { parseRoomId } from '../../kernel/matrix-id.ts';
import type { Loaded } from '../loaded.ts';
import type { Basics } from '../open-database.ts';
import { senderOf } from '../sender.ts';
import { voterRule } from '../voter-rule.ts';
import { bad, type CheckLine, fine, warn } from './line.ts';
import { openPingListener } from './ping-listener.ts';

/** What is asked of the homeserver, and by whom. The caller closes the client. */
export async function openLooks(loaded: Loaded, { clock, log }: Basics): Promise<LookNeeds> {
  const { config, registration } = loaded;
  const { homeserver, appservice } = config;
  const client = await openHomeserverClient({
    clientUrl: homeserver.url,
    ...(homeserver.adminUrl === undefined ? {} : { adminUrl: homeserver.adminUrl }),
    asToken: registration.asToken,
    sender: senderOf(loaded),
    clock,
    log,
  });
  return {
    client,
    urls: { client: homeserver.url, admin: homeserver.adminUrl ?? homeserver.url },
    registration: { id: registration.id, url: registration.url },
    listen: `${appservice.listen.host}:${appservice.listen.port}`,
  };
}

/** From "does it answer" to "who may vote now"; what depends on something that is not fine is left out. Changes nothing. */
export async function checkMatrix(loaded: Loaded, basics: Basics): Promise<readonly CheckLine[]> {
  const { config, registration } = loaded;
  const looks = await openLooks(loaded, basics);
  await using _client = looks.client;
  const homeserver = [...(await checkHomeserver(looks)), ...(await checkClock(config.homeserver.url, basics))];
  if (homeserver.some(({ level }) => level === 'bad')) return homeserver;

  await using listener = await openPingListener(config.appservice.listen, registration.hsToken);
  const { state } = listener;
  const listening =
    state === 'impossible'
      ? [
          bad(
            'appservice',
            'appservice.listen',
            `Porter cannot listen on ${looks.listen}.`,
            'Set appservice.listen to an address of this machine.',
          ),
        ]
      : [];
  const appservice = [...listening, ...(await checkAppservice(looks))];
  if (
    appservice.some(
      ({ level, code }) => level === 'bad' && code !== 'appservice.listen' && code?.startsWith('homeserver.'),
    )
  ) {
    return [...homeserver, ...appservice];
  }
  const sender = await checkSender(looks);
  if (sender.some(({ level }) => level === 'bad')) return [...homeserver, ...appservice, ...sender];
  const { room, voters, encryptedRoom, welcomeRooms } = config.registration;
  const team = await checkTeamRoom({ ...looks, room, voters: voterRule(voters), encryptedRoom, clock: basics.clock });
  const welcome = await checkWelcomeRooms(looks.client, room, welcomeRooms);
  return [...homeserver, ...appservice, ...sender, ...team, ...welcome];
}

const SMALL_DIFFERENCE = 30 * SECOND;

/** Links and codes end by the clock; one that is wrong by much also breaks TLS and tokens elsewhere. */
async function checkClock(url: string, { clock }: Basics): Promise<readonly CheckLine[]> {
  try {
    const { headers, body } = await request(`${url}/_matrix/client/versions`, {
      headersTimeout: 10_000,
      bodyTimeout: 10_000,
    });
    await body.dump();
    const theirs = Date.parse(String(headers['date']));
    if (Number.isNaN(theirs)) return [];
    const seconds = Math.round((clock.now() - theirs) / SECOND);
    if (Math.abs(seconds) * SECOND <= SMALL_DIFFERENCE)
      return [fine('clock', 'The clocks of homeserver and Porter agree.')];
    const words = `${Math.abs(seconds)} seconds ${seconds > 0 ? 'ahead of' : 'behind'}`;
    return [
      warn(
        'clock',
        'clock.differs',
        `This machine's clock is ${words} the homeserver's.`,
        'Let both keep time by NTP.',
      ),
    ];
  } catch {
    // That it does not answer is the homeserver's own line.
    return [];
  }
}

/** The team room among the welcome rooms would show every application to every new member, whatever alias it is written by. */
async function checkWelcomeRooms(
  client: HomeserverClient,
  teamRoom: string,
  rooms: readonly string[],
): Promise<readonly CheckLine[]> {
  if (rooms.length === 0) return [];
  const idOf = async (room: string) => {
    if (room.startsWith('!')) return parseRoomId(room);
    const { status, body } = await client.ask('GET', `/_matrix/client/v3/directory/room/${encodeURIComponent(room)}`);
    return status < 300 ? parseRoomId(body['room_id']) : undefined;
  };
  const team = await idOf(teamRoom);
  const lines: CheckLine[] = [];
  for (const room of rooms) {
    const id = await idOf(room);
    if (id === undefined) {
      const sentence = `${room} is not known to the homeserver.`;
      lines.push(
        warn(
          'welcome rooms',
          'welcome-rooms.unknown',
          sentence,
          'Correct registration.welcomeRooms, or make the room.',
        ),
      );
    } else if (id === team) {
      const sentence = `${room} is the team room: new members would read every application.`;
      lines.push(
        bad('welcome rooms', 'welcome-rooms.team-room', sentence, 'Take it out of registration.welcomeRooms.'),
      );
    }
  }
  return lines.length > 0 ? lines : [fine('welcome rooms', `${rooms.length} known.`)];
}
