import { makeSelectEvents } from '../doors/appservice/select-events.ts';
import { type Gate, openGate } from '../kernel/gate.ts';
import type { UserId } from '../kernel/matrix-id.ts';
import { passwordsOf } from './accounts/use-cases.ts';
import { watchChannelStates } from './channel-states.ts';
import { openChannels } from './channels.ts';
import { type Appservice, appserviceOf } from './homeserver/appservice.ts';
import { type OpenHomeserver, openHomeserver } from './homeserver/open-homeserver.ts';
import type { Loaded } from './load-config.ts';
import { announceFor } from './notifications/announce.ts';
import { openDatabase, type Runtime } from './open-database.ts';
import type { Ground, OpenPart } from './open-part.ts';
import { type WatchedPlaces, watchPlaces } from './place-states.ts';
import type { Steps } from './steps/watch-steps.ts';

type Asked = Pick<OpenPart, 'stillSo' | 'whereDiscussed' | 'whenPasswordSet'>;

/** The ground as the composition root sees it: what parts get, and what only the root may do. */
export interface OpenGround extends Ground, AsyncDisposable {
  readonly matrix: { readonly appservice: Appservice; readonly homeserver: OpenHomeserver } | undefined;
  /** Selects the Matrix events that the parts hear, whether pushed or read from a room. Undefined without a homeserver. */
  readonly selectEvents: ReturnType<typeof makeSelectEvents> | undefined;
  /** Adds the users for whom `accepts` is true to those whose invitations a part accepts. */
  letInvite(accepts: (user: UserId) => boolean): void;
  /** Lets a part of this name say of what it announced whether it is still so and where people talk about it, and follow passwords. */
  ask(name: string, part: Asked): void;
  /** Adds what a part hears to what is selected. */
  hear(part: Pick<OpenPart, 'hearsRoom' | 'hearsPerson'>): void;
  readonly places: WatchedPlaces;
  /** Call it once, when every part is open. */
  setSteps(steps: Steps): void;
}

/**
 * Opens what all parts use: the database, the homeserver if one is configured, the channels. Contacts nobody. Throws
 * `StorageRefusal` and `Fault` for what prevents a start.
 *
 * @param takeOver makes this database the one that acts for the homeserver
 * @param closing aborts calls to the homeserver outside the outbox
 */
export async function openGround(
  loaded: Loaded,
  runtime: Runtime,
  takeOver: boolean,
  closing: AbortSignal,
): Promise<OpenGround> {
  await using opening = new AsyncDisposableStack();
  const database = await openDatabase(loaded.config, runtime, true);
  const { storage } = database;
  opening.use(storage);
  // A newer version may understand items that were parked. Each gets one attempt, so that no later item waits for them.
  await storage.inbox.retryParked();
  const appservice = appserviceOf(loaded);
  const homeserver = appservice && (await openHomeserver(appservice, storage, runtime, takeOver, closing));
  if (homeserver) opening.use(homeserver);
  const passwords = await passwordsOf(loaded.config, runtime);
  const channels = await openChannels(loaded.config, { ...runtime, memory: storage.memory }, opening);

  const places = watchPlaces(storage.memory, runtime.log);
  opening.defer(() => places.idle());
  const hearing: Pick<OpenPart, 'hearsRoom' | 'hearsPerson'>[] = [];
  const inviters: ((user: UserId) => boolean)[] = [];
  const askable = new Map<string, Asked>();
  const selectEvents =
    homeserver &&
    makeSelectEvents({
      sender: homeserver.sender,
      isOurRoom: (room) => hearing.some(({ hearsRoom }) => hearsRoom?.(room)),
      hearsPerson: (user) => hearing.some(({ hearsPerson }) => hearsPerson?.(user)),
    });
  let steps: Steps | undefined;
  const opened = opening.move();
  return {
    ...{ runtime, database, passwords, channels, selectEvents, places, announce: announceFor(loaded.config) },
    channelStates: watchChannelStates(places),
    matrix: appservice && homeserver && { appservice, homeserver },
    gate: homeserver?.gate ?? (openGate satisfies Gate),
    homeserver() {
      if (homeserver === undefined) throw new Error('the configuration promises a homeserver');
      return homeserver;
    },
    steps() {
      if (steps === undefined) throw new Error('the steps are there once every part is open');
      return steps;
    },
    keepEvents: async (events) => storage.inbox.keep(selectEvents?.(events).items ?? []),
    acceptsInvitationsBy: (user) => inviters.some((accepts) => accepts(user)),
    stillSo: async (origin, id) => (await askable.get(origin)?.stillSo?.(id)) ?? true,
    whereDiscussed: async (origin, id) => await askable.get(origin)?.whereDiscussed?.(id),
    whenPasswordSet: (id, at) => [...askable.values()].flatMap((part) => part.whenPasswordSet?.(id, at) ?? []),
    ask: (name, part) => void askable.set(name, part),
    letInvite: (accepts) => void inviters.push(accepts),
    hear: (part) => void hearing.push(part),
    setSteps(all) {
      steps = all;
    },
    [Symbol.asyncDispose]: () => opened.disposeAsync(),
  };
}
