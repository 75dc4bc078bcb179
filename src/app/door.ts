import { makeEventHandler } from '../doors/appservice/events.ts';
import { openAppserviceDoor } from '../doors/appservice/open-door.ts';
import { EVENT_KIND } from '../doors/appservice/select-events.ts';
import type { AppserviceUseCases } from '../doors/appservice/use-cases.ts';
import type { SiteNeeds } from '../doors/site/settings.ts';
import { openInbox } from '../inbox/open-inbox.ts';
import type { JobHandler } from '../outbox/job.ts';
import { openOutbox } from '../outbox/open-outbox.ts';
import type { Outbox } from '../outbox/outbox.ts';
import type { Mailer } from '../ports/mailer.ts';
import { makeRegistrationHandlers } from '../registration/handlers.ts';
import type { JobKind } from '../registration/rules/jobs.ts';
import { makeSiteUseCases } from '../registration/site-use-cases.ts';
import { makeSteadyNow } from '../registration/steady-time.ts';
import { makeSayGivenUp } from '../registration/team/say-given-up.ts';
import { makePasswordJudge } from '../security/password-judge.ts';
import type { Homeserver } from './homeserver.ts';
import { TEAM_ROOM_STEPS } from './homeserver-steps.ts';
import type { Loaded } from './loaded.ts';
import { whileOurs } from './mailer.ts';
import { type Database, derivationsOf, type Runtime } from './open-database.ts';
import { wireAdvance } from './registration.ts';
import { registrationSettings } from './registration-settings.ts';
import type { ShutdownGroup } from './shutdown-group.ts';
import { applicantSettings } from './site-settings.ts';
import { wireTeam } from './team.ts';
import { givenUpJobs, tellGivenUp } from './tell-given-up.ts';
import { watchRoom } from './watch-room.ts';

export interface DoorParts {
  readonly loaded: Loaded;
  readonly database: Database;
  readonly homeserver: Homeserver;
  readonly mailer: Mailer;
  readonly running: ShutdownGroup;
}

export interface Door {
  readonly applicants: NonNullable<SiteNeeds['applicants']>;
  readonly outbox: Outbox;
  readonly port: number;
  /** Last of all, so that a ping is answered from the first look on. */
  start(): void;
}

/** Applications, votes and accounts: what is heard of the homeserver, what is done, and what the pages may ask. */
export async function openDoor(parts: DoorParts, runtime: Runtime): Promise<Door> {
  const { database, homeserver, running } = parts;
  const { config, registration } = parts.loaded;
  const { storage } = database;
  const { clock, ids, log } = runtime;
  const { sender, steps, gate, teamRoom, accounts } = homeserver;
  const { applications, votes, memory, jobs } = storage;

  const settings = registrationSettings(config, sender);
  const needs = { applications, team: teamRoom, accounts, derive: derivationsOf(database), settings, clock };
  const advance = wireAdvance(needs);
  const steadyNow = makeSteadyNow(clock);
  const team = wireTeam({
    ...{ ...needs, votes, memory, jobs, advance, log },
    room: teamRoom,
    poster: homeserver.poster,
  });

  const outbox = openOutbox({
    store: jobs,
    handlers: {
      ...team.handlers,
      ...makeRegistrationHandlers({
        ...{ ...needs, advance, steadyNow, jobs, log },
        recount: (id) => team.counter.recount(id),
        mailer: whileOurs(parts.mailer, gate.mayAct),
        rooms: homeserver.welcomeRooms,
      }),
    } satisfies Record<JobKind, JobHandler>,
    clock,
    log,
  });
  running.defer(() => outbox.stop());
  const useCases: AppserviceUseCases = {
    ...team.heard,
    async hearTeamRoomState(event) {
      await team.heard.hearTeamRoomState(event);
      // Members come and go; what else changes may decide whether Porter can work there at all.
      const matters = event.type !== 'm.room.member' || event.stateKey === sender;
      if (matters && event.roomId === teamRoom.current()) steps.lookSoon();
    },
    async hearInvite(invite) {
      await team.heard.hearInvite(invite);
      steps.lookSoon();
    },
  };
  const inbox = openInbox({
    store: storage.inbox,
    handlers: { [EVENT_KIND]: makeEventHandler({ useCases, sender, log }) },
    outsideIsFine: () => steps.state(TEAM_ROOM_STEPS).ready,
    clock,
    log,
  });
  running.defer(() => inbox.stop());
  running.defer(
    storage.changed(() => {
      outbox.wake();
      inbox.wake();
    }),
  );

  watchRoom(running, homeserver, team, storage, runtime);
  const remembered = config.retention.done;
  const givenUp = givenUpJobs(storage.desk);
  tellGivenUp(running, makeSayGivenUp({ givenUp, applications, jobs, clock, remembered }), runtime);
  // Whatever has changed outside, it may be what somebody waited for.
  const resume = () => {
    outbox.resume();
    inbox.resume();
  };
  running.defer(steps.onChange(resume));

  const { hsToken } = registration;
  const { port } = running.use(
    await openAppserviceDoor({
      listen: config.appservice.listen,
      hsToken,
      inbox,
      selectEvents: homeserver.selectEvents,
      log,
    }),
  );
  const passwords = makePasswordJudge([settings.title, settings.serverName, 'porter', 'matrix']);
  return {
    applicants: {
      ...applicantSettings(config),
      useCases: makeSiteUseCases({
        ...needs,
        advance,
        steadyNow,
        ids,
        door: { isOpen: () => steps.isOpen(TEAM_ROOM_STEPS) },
        passwords,
      }),
    },
    outbox,
    port,
    start() {
      steps.start();
      teamRoom.start();
    },
  };
}
