import { eventState } from '../../homeserver/event-state.ts';
import { openHomeserverClient } from '../../homeserver/open-client.ts';
import { recallRoom } from '../../homeserver/team-room/remembered-room.ts';
import { bad, badOf, type CheckLine, fine, warn } from '../../kernel/check-line.ts';
import { Fault } from '../../kernel/fault.ts';
import type { EventId, RoomId } from '../../kernel/matrix-id.ts';
import { findLostNotices } from '../../registration/team/lost-notices.ts';
import { StorageRefusal } from '../../storage/refusal.ts';
import type { Storage } from '../../storage/storage.ts';
import { appserviceOf } from '../homeserver/appservice.ts';
import { clientOptions } from '../homeserver/steps.ts';
import type { PartCheck } from '../part-checks.ts';
import { openTools } from '../tools.ts';
import type { RegistrationConfig } from './config.ts';
import { numbersOf, unpostedWords } from './unposted-words.ts';

const PART = 'notices';

/** Whether each waiting application has a notice in the team room that people can vote on. Asks, and changes nothing. */
export async function checkNotices(config: RegistrationConfig, asked: PartCheck): Promise<readonly CheckLine[]> {
  try {
    await using tools = await openTools(asked.loaded, asked.runtime, false);
    const { applications, votes } = tools.storage;
    const unposted = await votes.unposted();
    const known = new Set(unposted.map(({ shortId }) => shortId));
    const gone = asked.offline ? [] : await lostNotices(tools.storage, config, asked);
    const lost = gone.filter((shortId) => !known.has(shortId));
    const lines = [
      ...unpostedWords(unposted).map((words) => bad(PART, words)),
      ...(lost.length > 0 ? [lostLine(lost)] : []),
    ];
    if (lines.length > 0) return lines;
    const waiting = await applications.list(['waiting'], 1);
    return waiting.length === 0 || asked.offline ? [] : [fine(PART, 'Every waiting application has one to vote on.')];
  } catch (error) {
    // The line of the database says it.
    return error instanceof StorageRefusal ? [] : [badOf(PART, error)];
  }
}

/** Short IDs of waiting applications whose notice the team room has lost. Empty while the homeserver cannot be asked. */
async function lostNotices(
  { applications, votes, memory }: Storage,
  { registration }: RegistrationConfig,
  { loaded, runtime }: PartCheck,
): Promise<readonly number[]> {
  const appservice = appserviceOf(loaded);
  if (appservice === undefined) return [];
  await using client = await openHomeserverClient(clientOptions(appservice, runtime));
  const { remembered: current } = await recallRoom(memory, registration.room);
  try {
    const state = (roomId: RoomId, eventId: EventId) => eventState(client, roomId, eventId);
    return await findLostNotices({ applications, votes, current, eventState: state });
  } catch (error) {
    // The lines of the homeserver and of the team room say it.
    if (!(error instanceof Fault)) throw error;
    return [];
  }
}

const lostLine = (lost: readonly number[]) =>
  warn(PART, {
    code: 'notices.gone',
    sentence: `The notice of ${numbersOf(lost)} is not in the team room any more: somebody removed it, or the room deletes old messages.`,
    remedy: 'A running Porter posts it again within six hours, and at once when it is restarted.',
  });
