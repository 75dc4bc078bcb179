import { MINUTE } from '../../kernel/clock.ts';
import { Fault } from '../../kernel/fault.ts';
import type { RoomId, UserId } from '../../kernel/matrix-id.ts';
import { plainText } from '../../kernel/plain-text.ts';
import { eventState } from '../event-state.ts';
import { askStateOrNone } from '../rooms/ask-state.ts';
import type { RoomState } from '../rooms/room-state.ts';
import { answerInvitation } from './answer-invitation.ts';
import { enterTeamRoom } from './enter.ts';
import { inviteAdmin } from './invite-admin.ts';
import { maySendTrouble } from './may-send.ts';
import { makePeople } from './people.ts';
import { reactionsOn } from './reactions-on.ts';
import { readTimeline } from './read-timeline.ts';
import { recallRoom } from './remembered-room.ts';
import { stopReason } from './stop-reason.ts';
import type { TeamRoomKeeper, TeamRoomOptions } from './team-room.ts';
import { votersOf } from './voters-of.ts';

/** After this time the room's state is asked for again, even when no push said that it changed. */
const KNOWN_FOR = 5 * MINUTE;
const READ_EVERY = 5 * MINUTE;
const LONGEST_NAME = 100;

export async function openTeamRoom(options: TeamRoomOptions): Promise<TeamRoomKeeper> {
  const { client, directory, memory, clock, room } = options;
  const log = options.log.with({ part: 'team-room' });
  const people = makePeople(directory, client.serverName, clock);
  const changed = new Set<() => void>();
  const moved = new Set<(to: RoomId, from: RoomId) => void>();
  const rule = { rule: options.voters, serverName: client.serverName, sender: client.sender };

  // Recalled, so that Porter recognises pushes that arrive before it has found the room again.
  let { remembered: roomId } = await recallRoom(memory, room);
  let known: { readonly state: RoomState; readonly at: number } | undefined;
  /** Number of state events pushed so far. */
  let changes = 0;
  /** True once the admin was invited: once per start, so that somebody who declines is not invited again at every look. */
  let adminAsked = false;
  let entering: ReturnType<TeamRoomKeeper['enter']> | undefined;
  let reading: Promise<number> | undefined;
  let ending: AbortController | undefined;
  let beat: Promise<void> | undefined;

  /** Reads the room's present state in one request: members, power levels, join rule and the rest. */
  async function ask(): Promise<RoomState> {
    if (roomId === undefined) throw notEntered();
    const [asked, at] = [changes, clock.monotonic()];
    const state = await askStateOrNone(directory, roomId);
    // An event that was pushed meanwhile may be newer than this response.
    if (asked === changes) known = { state, at };
    return state;
  }

  const lately = async (): Promise<RoomState> =>
    known !== undefined && clock.monotonic() - known.at < KNOWN_FOR ? known.state : await ask();

  const whyStopped = (state: RoomState) => stopReason(state, client.sender, options.encryptedRoom);

  /** By the room's state alone. */
  function candidatesIn(state: RoomState): ReadonlySet<UserId> {
    const stopped = whyStopped(state);
    if (stopped !== undefined) throw decisionsStopped(stopped);
    return votersOf(state, rule);
  }

  /** Both questions at once, because somebody waits for the vote to count. */
  async function votersAmong(users: ReadonlySet<UserId>): Promise<ReadonlySet<UserId>> {
    const [state, acting] = await Promise.all([ask(), people.now(users)]);
    const candidates = candidatesIn(state);
    return new Set([...acting].filter((user) => candidates.has(user)));
  }

  async function enter() {
    // Remembered before it is acted on: if that fails, the next attempt must see that the room is another one, and try again.
    const entered = await enterTeamRoom({ ...options, log });
    if (!entered.ok) return entered.trouble;
    const before = roomId;
    roomId = entered.roomId;
    known = { state: entered.state, at: clock.monotonic() };
    if (before !== undefined && before !== roomId) for (const listener of moved) listener(roomId, before);
    if (adminAsked) return maySendTrouble(entered.state, client.sender);
    const state = await inviteAdmin({ client, directory, admin: options.admin, log }, roomId, entered.state);
    adminAsked = true;
    known = { state, at: clock.monotonic() };
    return maySendTrouble(state, client.sender);
  }

  const keeper: TeamRoomKeeper = {
    current: () => roomId,

    voters: async () => people.lately(candidatesIn(await ask())),
    votersAmong,
    votersLately: async () => people.lately(candidatesIn(await lately())),
    async reactionsOn(target) {
      if (roomId === undefined) throw notEntered();
      return await reactionsOn(client, roomId, target);
    },
    async eventState(target) {
      if (roomId === undefined) throw notEntered();
      return await eventState(client, roomId, target);
    },
    async displayNameOf(user) {
      const name = roomId === undefined ? undefined : (await lately()).members.get(user)?.displayName;
      return (name === undefined ? '' : plainText(name, LONGEST_NAME)) || user;
    },
    encrypted: async () => roomId !== undefined && (await lately()).encrypted,
    stopped: async () => (roomId === undefined ? 'not-in-room' : whyStopped(await lately())),

    enter() {
      // An invitation and a look at the steps may come at the same time; they must not both create a room.
      entering ??= enter().finally(() => {
        entering = undefined;
      });
      return entering;
    },
    heard(event) {
      if (event.roomId !== roomId) return false;
      known = undefined;
      changes += 1;
      if (event.type === 'm.room.tombstone') {
        void keeper.enter().catch((error: unknown) => log.warn('could not follow the upgrade yet', { error }));
      }
      for (const listener of changed) listener();
      return true;
    },
    async invited(invitation) {
      const trouble = await keeper.enter();
      if (trouble !== undefined) {
        log.info('not entered after an invitation', { room: invitation.roomId, by: invitation.sender, ...trouble });
        return;
      }
      // While Porter is not in the team room, this may be the invitation to it.
      if (roomId === undefined || invitation.roomId === roomId) return;
      const { otherRooms, isAcceptedElsewhere } = options;
      await answerInvitation({ client, directory, teamRoom: roomId, otherRooms, isAcceptedElsewhere, log }, invitation);
    },
    readTimeline() {
      if (roomId === undefined) return Promise.resolve(0);
      reading ??= readTimeline({ client, memory, keep: options.keep, types: options.types, log }, roomId).finally(
        () => {
          reading = undefined;
        },
      );
      return reading;
    },
    onChange(listener) {
      changed.add(listener);
      return () => changed.delete(listener);
    },
    onMoved(listener) {
      moved.add(listener);
      return () => moved.delete(listener);
    },
    start() {
      if (ending !== undefined) return;
      ending = new AbortController();
      beat = readOften(ending.signal);
    },
    async stop() {
      ending?.abort();
      await beat;
    },
  };

  async function readOften(signal: AbortSignal): Promise<void> {
    while (!signal.aborted) {
      await clock.sleep(READ_EVERY, signal);
      if (signal.aborted) return;
      try {
        const added = await keeper.readTimeline();
        if (added > 0) log.warn('the room held events that were never pushed', { added });
      } catch (error) {
        log.debug('the room could not be read back', { error });
      }
    }
  }

  return keeper;
}

const notEntered = () =>
  new Fault('Porter is not in the team room yet', {
    ...{ code: 'team-room.not-entered', retryable: true, scope: 'channel', place: 'team-room' },
    remedy: 'porter check says what the team room waits for.',
  });

const decisionsStopped = (reason: string) =>
  new Fault(`Nobody may decide in the team room now (${reason})`, {
    ...{ code: 'team-room.stopped', retryable: true, scope: 'channel', place: 'team-room' },
    remedy: 'porter check says why; decisions go on once the room is private again.',
  });
