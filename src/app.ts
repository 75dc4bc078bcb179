import { hostname } from 'node:os';
import { makeCheckTokens } from './app/check-tokens.ts';
import { openHomeserver } from './app/homeserver.ts';
import { keepTidy } from './app/keep-tidy.ts';
import type { Loaded } from './app/loaded.ts';
import { openConfiguredMailer, whileOurs } from './app/mailer.ts';
import { type Basics, openDatabase } from './app/open-database.ts';
import { operationsFacts } from './app/operations-facts.ts';
import { wireAdvance, wireByHand } from './app/registration.ts';
import { registrationSettings } from './app/registration-settings.ts';
import { siteSettings } from './app/site-settings.ts';
import { wireTeam } from './app/team.ts';
import { closeTogether } from './app/together.ts';
import { watchRoom } from './app/watch-room.ts';
import { EVENT_KIND } from './doors/appservice/concerns.ts';
import { makeEventHandler } from './doors/appservice/events.ts';
import { openAppserviceDoor } from './doors/appservice/open-door.ts';
import type { AppserviceUseCases } from './doors/appservice/use-cases.ts';
import { openOperations } from './doors/operations/operations.ts';
import { openSite } from './doors/site/site.ts';
import { openInbox } from './inbox/open-inbox.ts';
import { SECOND } from './kernel/clock.ts';
import type { JobHandler } from './outbox/job.ts';
import { openOutbox } from './outbox/open-outbox.ts';
import { makeRegistrationHandlers } from './registration/handlers.ts';
import type { JobKind } from './registration/rules/jobs.ts';
import { makeSiteUseCases } from './registration/site-use-cases.ts';
import { makeSteadyNow } from './registration/steady-time.ts';
import { makeFormSignature } from './security/form-signature.ts';
import { makePasswordJudge } from './security/password-judge.ts';

/**
 * What runs gets 20 s to finish, pages and attempts alike and all at the same time (listeners and outbox end theirs by then);
 * after this time nothing is waited for any more.
 */
const STOP_MS = 24 * SECOND;
/** What waits for the homeserver outside the outbox is told to stop after this time: it is repeated at the next start. */
const PATIENCE_MS = 10 * SECOND;

/** The running program. Closing it finishes what runs (20 s), then lets go of the homeserver and the database. */
export interface App extends AsyncDisposable {
  readonly ports: { readonly site: number; readonly appservice: number; readonly operations: number | undefined };
}

/**
 * Opens everything in order; what was opened before is closed again when a later part fails. The homeserver may be away,
 * unregistered or unwilling: the world looks after that. Throws `StorageRefusal` and `Fault` for what stops a start.
 */
export async function openApp(loaded: Loaded, basics: Basics, takeOver = false): Promise<App> {
  const { config, registration } = loaded;
  const { clock, ids, log } = basics;
  await using opening = new AsyncDisposableStack();

  const { storage, keys, derivations } = await openDatabase(config, basics, true);
  opening.use(storage);
  // What could not be handled before, a newer version may understand.
  await storage.inbox.retryParked();
  const closing = new AbortController();
  const homeserver = opening.use(await openHomeserver(loaded, storage, basics, takeOver, closing.signal));
  const { sender, world, teamRoom, accounts } = homeserver;
  const mailer = opening.use(await openConfiguredMailer(config));

  const running = opening.use(closeTogether(STOP_MS, clock, log));
  running.defer(() => void clock.after(PATIENCE_MS, () => closing.abort()));

  const settings = registrationSettings(config, sender);
  const parts = { applications: storage.applications, team: teamRoom, accounts, derive: derivations, settings, clock };
  const advance = wireAdvance(parts);
  const steadyNow = makeSteadyNow(clock);
  const byHand = wireByHand(parts, advance, () => teamRoom.stopped());
  const { votes, memory, jobs } = storage;
  const team = wireTeam({
    ...parts,
    votes,
    memory,
    jobs,
    room: teamRoom,
    poster: homeserver.poster,
    advance,
    byHand,
    log,
  });

  const outbox = openOutbox({
    store: jobs,
    handlers: {
      ...team.handlers,
      ...makeRegistrationHandlers({
        ...parts,
        advance,
        steadyNow,
        recount: (id) => team.counter.recount(id),
        mailer: whileOurs(mailer, () => world.mayAct()),
        rooms: homeserver.welcomeRooms,
        jobs,
        log,
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
      if (matters && event.roomId === teamRoom.current()) world.lookSoon();
    },
    async hearInvite(invite) {
      await team.heard.hearInvite(invite);
      world.lookSoon();
    },
  };
  const inbox = openInbox({
    store: storage.inbox,
    handlers: { [EVENT_KIND]: makeEventHandler({ useCases, sender, log }) },
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

  watchRoom(running, homeserver, team, storage, basics);
  // Whatever has changed outside, it may be what somebody waited for.
  const resume = () => {
    outbox.resume();
    inbox.resume();
  };
  running.defer(world.onChange(resume));
  keepTidy(running, storage, config.retention, basics);

  const { hsToken } = registration;
  const appservice = running.use(
    await openAppserviceDoor({ listen: config.appservice.listen, hsToken, inbox, sift: homeserver.sift, log }),
  );
  const operations =
    config.operations &&
    running.use(
      await openOperations({
        listen: config.operations.listen,
        facts: operationsFacts(storage, outbox, world, basics),
        log,
      }),
    );
  const signature = makeFormSignature(keys);
  const checks = makeCheckTokens(signature);
  const site = running.use(
    await openSite({
      ...siteSettings(config),
      useCases: makeSiteUseCases({
        ...parts,
        advance,
        steadyNow,
        ids,
        door: world,
        passwords: makePasswordJudge([settings.title, settings.serverName, 'porter', 'matrix']),
      }),
      sign: signature.sign,
      seenToken: checks.seen,
      checkLetterLink: checks.isLetterLink,
      clock,
      ids,
      log,
    }),
  );

  // Last, so that a ping is answered from the first look on.
  world.start();
  teamRoom.start();
  const ports = { site: site.port, appservice: appservice.port, operations: operations?.port };
  log.info('Porter is up', { ...ports, host: hostname(), publicUrl: config.site.publicUrl });

  const opened = opening.move();
  return { ports, [Symbol.asyncDispose]: () => opened.disposeAsync() };
}
