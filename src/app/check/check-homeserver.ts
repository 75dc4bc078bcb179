import { checkAppservice, checkHomeserver, checkSender } from '../../homeserver/check.ts';
import { checkClock } from '../../homeserver/check-clock.ts';
import { checkInstance } from '../../homeserver/check-instance.ts';
import { checkWelcomeRooms } from '../../homeserver/check-welcome-rooms.ts';
import type { LookNeeds } from '../../homeserver/looks.ts';
import { openHomeserverClient } from '../../homeserver/open-client.ts';
import { checkTeamRoom } from '../../homeserver/team-room/check-team-room.ts';
import { bad, type CheckLine } from '../../kernel/check-line.ts';
import { Fault } from '../../kernel/fault.ts';
import { StorageRefusal } from '../../storage/refusal.ts';
import type { Loaded } from '../loaded.ts';
import type { Runtime } from '../open-database.ts';
import { senderOf } from '../sender.ts';
import { instanceOf } from '../this-machine.ts';
import { openTools } from '../tools.ts';
import { voterRule } from '../voter-rule.ts';
import { openPingListener } from './ping-listener.ts';

/** What is asked of the homeserver, and by whom. The caller closes the client. */
export async function openLooks(loaded: Loaded, { clock, log }: Runtime): Promise<LookNeeds> {
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
export async function checkMatrix(loaded: Loaded, runtime: Runtime): Promise<readonly CheckLine[]> {
  const { config, registration } = loaded;
  const looks = await openLooks(loaded, runtime);
  await using _client = looks.client;
  const homeserver = [...(await checkHomeserver(looks)), ...(await checkClock(config.homeserver.url, runtime.clock))];
  if (homeserver.some(({ level }) => level === 'bad')) return homeserver;

  await using listener = await openPingListener(config.appservice.listen, registration.hsToken);
  const { state } = listener;
  const listening =
    state === 'impossible'
      ? [
          bad('appservice', {
            code: 'appservice.listen',
            sentence: `Porter cannot listen on ${looks.listen}.`,
            remedy: 'Set appservice.listen to an address of this machine.',
          }),
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
  const acting = await checkActing(loaded, runtime, looks);
  const { room, voters, encryptedRoom, welcomeRooms, admin } = config.registration;
  const team = await checkTeamRoom({
    ...{ ...looks, room, voters: voterRule(voters), encryptedRoom, clock: runtime.clock },
    ...(admin === undefined ? {} : { admin }),
  });
  const welcome = await checkWelcomeRooms(looks.client, room, welcomeRooms);
  return [...homeserver, ...appservice, ...sender, ...acting, ...team, ...welcome];
}

/** Is our database the one that acts? Nothing to say while there is none; what is wrong with it has a line of its own. */
async function checkActing(loaded: Loaded, runtime: Runtime, looks: LookNeeds): Promise<readonly CheckLine[]> {
  let instance: string;
  try {
    await using tools = await openTools(loaded, runtime, false);
    instance = await instanceOf(tools.storage);
  } catch (error) {
    if (error instanceof Fault || error instanceof StorageRefusal) return [];
    throw error;
  }
  return [await checkInstance(looks, instance)];
}
