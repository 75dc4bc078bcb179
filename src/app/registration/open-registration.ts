import { makeEventHandler } from '../../doors/appservice/events.ts';
import { MATRIX, roomTypes } from '../../doors/appservice/select-events.ts';
import type { AppserviceUseCases } from '../../doors/appservice/use-cases.ts';
import { gauge } from '../../doors/operations/metrics.ts';
import { applicantPages } from '../../doors/site/applicant-pages.ts';
import { openTeamRoom } from '../../homeserver/team-room/open-team-room.ts';
import type { TeamRoomKeeper } from '../../homeserver/team-room/team-room.ts';
import { SECOND } from '../../kernel/clock.ts';
import { makeRecent } from '../../kernel/recent.ts';
import type { JobHandler } from '../../outbox/job.ts';
import { makeAnnounceWaiting, makeStillWaiting, makeWhereDiscussed } from '../../registration/announce-waiting.ts';
import { makeEndWithoutAccount } from '../../registration/end-without-account.ts';
import { makeRegistrationHandlers, registrationPlaces } from '../../registration/handlers.ts';
import { countPassword, type JobKind } from '../../registration/rules/jobs.ts';
import { makeSiteUseCases } from '../../registration/site-use-cases.ts';
import { makeSteadyNow } from '../../registration/steady-time.ts';
import { makeSayGivenUp } from '../../registration/team/say-given-up.ts';
import { passwordJudgeOf, provisionerFor } from '../accounts/use-cases.ts';
import { derivationsOf } from '../open-database.ts';
import type { Ground } from '../open-part.ts';
import type { RegistrationConfig } from './config.ts';
import { applicantSettings, registrationSettings } from './settings.ts';
import { type OpenRegistration, TEAM_ROOM_STEPS } from './steps.ts';
import { wireTeam } from './team.ts';
import { tellChannels } from './tell-channels.ts';
import { givenUpJobs, tellGivenUp } from './tell-given-up.ts';
import { unpostedWords } from './unposted-words.ts';
import { voterRule } from './voter-rule.ts';
import { makeLettersWait, watchMail } from './watch-mail.ts';
import { watchRoom } from './watch-room.ts';
import { wireAdvance } from './wire.ts';

/** How long it is reused which notices nobody will post: `/readyz` may be asked every second. */
const LOOKED_EVERY = 15 * SECOND;

/** Opens registration: its job handlers, what it hears from the homeserver, its pages and its recurring work. */
export async function openRegistration(config: RegistrationConfig, ground: Ground): Promise<OpenRegistration> {
  const { runtime, database, channels } = ground;
  const { storage } = database;
  const { clock, ids, log } = runtime;
  const { applications, votes, memory, jobs } = storage;
  const { sender, welcomeRooms, poster, homeserverTime, accounts: there } = ground.homeserver();
  const mailer = channels.email;
  if (mailer === undefined) throw new Error('the configuration promises a mail server');

  const teamRoom = await openRoom(config, ground);
  const settings = registrationSettings(config, sender);
  const { serverName } = settings;
  const accounts = provisionerFor(there, { passwords: ground.passwords, storage, clock, serverName });
  const lettersWait = makeLettersWait(ground.places);
  const derive = derivationsOf(database);
  const needs = { applications, team: teamRoom, accounts, derive, settings, lettersWait, clock };
  const announceWaiting = makeAnnounceWaiting(ground.announce, settings);
  const advance = wireAdvance({ ...needs, announceWaiting });
  const steadyNow = makeSteadyNow(clock);
  const team = wireTeam({
    ...{ ...needs, votes, memory, jobs, advance, log, door: storage.registration.door },
    room: teamRoom,
    poster,
    homeserverTime,
  });
  const { events, sayCapMet } = team;
  const useCases: AppserviceUseCases = {
    ...team.heard,
    async hearTeamRoomState(event) {
      await team.heard.hearTeamRoomState(event);
      // Changes of other members do not matter. Any other change may decide whether Porter can work in the room at all.
      const matters = event.type !== 'm.room.member' || event.stateKey === sender;
      if (matters && event.roomId === teamRoom.current()) ground.steps().lookSoon();
    },
    async hearInvite(invite) {
      await team.heard.hearInvite(invite);
      ground.steps().lookSoon();
    },
  };
  const givenUp = givenUpJobs(storage.desk);
  const unposted = makeRecent(() => votes.unposted(), clock, LOOKED_EVERY);
  const isOpen = () => ground.steps().isOpen(TEAM_ROOM_STEPS);
  const passwords = passwordJudgeOf(config);

  return {
    teamRoom,
    handlers: {
      ...team.handlers,
      ...makeRegistrationHandlers({
        ...{ ...needs, advance, steadyNow, jobs, log, mailer },
        recount: (id) => team.counter.recount(id),
        rooms: welcomeRooms(config.registration.welcomeRooms),
      }),
    } satisfies Record<JobKind, JobHandler>,
    placeNeeds: registrationPlaces,
    hears: {
      [MATRIX]: {
        handle: makeEventHandler({ useCases, sender, log }),
        outsideIsFine: () => ground.steps().state(TEAM_ROOM_STEPS).ready,
      },
    },
    hearsRoom: (roomId) => roomId === teamRoom.current(),
    pages: applicantPages({
      ...applicantSettings(config),
      useCases: makeSiteUseCases({
        ...{ ...needs, advance, jobs, events, sayCapMet, steadyNow, ids, passwords },
        door: { isOpen },
      }),
    }),
    stillSo: makeStillWaiting(applications),
    whenPasswordSet: (applicationId, at) => [countPassword(applicationId, at)],
    whereDiscussed: makeWhereDiscussed({ applications, votes, room: teamRoom }),
    lacks: async () => unpostedWords(await unposted()).map(({ sentence, remedy }) => `${sentence} ${remedy}`),
    measure: () => [gauge('porter_door_open', '1 while people may apply.', isOpen() ? 1 : 0)],
    async start(running) {
      const watched = { steps: ground.steps(), gate: ground.gate, teamRoom };
      watchRoom(running, watched, team, makeEndWithoutAccount({ ...needs, advance, jobs, log }), storage, runtime);
      const remembered = config.retention.done;
      tellGivenUp(running, makeSayGivenUp({ givenUp, applications, jobs, clock, remembered }), runtime);
      const { places, channelStates: channels, gate } = ground;
      watchMail(running, { places, channels, gate, say: team.sayMailOutage }, runtime);
      tellChannels(running, { states: channels, gate, say: team.sayChannelStop }, runtime);
      teamRoom.start();
      return {};
    },
  };
}

function openRoom({ registration, site, homeserver }: RegistrationConfig, ground: Ground): Promise<TeamRoomKeeper> {
  const { client, directory } = ground.homeserver();
  const { clock, log } = ground.runtime;
  return openTeamRoom({
    client,
    directory,
    room: registration.room,
    otherRooms: registration.welcomeRooms,
    isAcceptedElsewhere: (by) => ground.acceptsInvitationsBy(by),
    roomName: `${site.title ?? homeserver.serverName}: applications`,
    ...(registration.admin === undefined ? {} : { admin: registration.admin }),
    voters: voterRule(registration.voters),
    encryptedRoom: registration.encryptedRoom,
    memory: ground.database.storage.memory,
    keep: (events) => ground.keepEvents(events),
    types: roomTypes,
    clock,
    log,
  });
}
