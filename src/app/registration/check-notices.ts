import { eventState } from '../../homeserver/event-state.ts';
import { openHomeserverClient } from '../../homeserver/open-client.ts';
import { bad, badOf, type CheckLine, fine, warn } from '../../kernel/check-line.ts';
import { Fault } from '../../kernel/fault.ts';
import { makeUnpostedNotices } from '../../registration/team/unposted-notices.ts';
import { StorageRefusal } from '../../storage/refusal.ts';
import type { Storage } from '../../storage/storage.ts';
import { appserviceOf } from '../homeserver/appservice.ts';
import { clientOptions } from '../homeserver/steps.ts';
import type { PartCheck } from '../part.ts';
import { openTools } from '../tools.ts';
import { givenUpJobs } from './tell-given-up.ts';
import { numbersOf, unpostedWords } from './unposted-words.ts';

const PART = 'notices';
/** The newest; a running Porter looks at all of them. */
const MOST_ASKED = 100;

/** Whether each waiting application has a notice in the team room that people can vote on. Asks, and changes nothing. */
export async function checkNotices(asked: PartCheck): Promise<readonly CheckLine[]> {
  try {
    await using tools = await openTools(asked.loaded, asked.runtime, false);
    const { applications, votes, desk } = tools.storage;
    const unposted = await makeUnpostedNotices({ givenUp: givenUpJobs(desk), applications, votes })();
    const lost = asked.offline ? [] : await lostNotices(tools.storage, asked);
    const lines = [
      ...(unposted.length > 0 ? [bad(PART, unpostedWords(unposted))] : []),
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
async function lostNotices({ applications, votes }: Storage, { loaded, runtime }: PartCheck) {
  const appservice = appserviceOf(loaded);
  if (appservice === undefined) return [];
  await using client = await openHomeserverClient(clientOptions(appservice, runtime));
  const lost: number[] = [];
  try {
    for (const { id, round, shortId } of await applications.list(['waiting'], MOST_ASKED)) {
      const notice = await votes.findNotice(id, round);
      if (notice !== undefined && (await eventState(client, notice.roomId, notice.eventId)) !== 'whole')
        lost.push(shortId);
    }
  } catch (error) {
    // The lines of the homeserver and of the team room say it.
    if (!(error instanceof Fault)) throw error;
  }
  return lost.sort((a, b) => a - b);
}

const lostLine = (lost: readonly number[]) =>
  warn(PART, {
    code: 'notices.gone',
    sentence: `The notice of ${numbersOf(lost)} is not in the team room any more: somebody removed it, or the room deletes old messages.`,
    remedy: 'A running Porter posts it again within six hours, and at once when it is restarted.',
  });
