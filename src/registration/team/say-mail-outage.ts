import type { Clock } from '../../kernel/clock.ts';
import type { AddJobs } from '../../ports/add-jobs.ts';
import type { MemoryStore } from '../../ports/memory-store.ts';
import type { MailOutage } from '../ports/letters-wait.ts';
import type { TeamRoom } from '../ports/team-room.ts';
import type { RegistrationSettings } from '../settings.ts';
import { whyWords } from './mail-words.ts';
import { saidHere, saidIn } from './said-in-room.ts';
import { noThread, replyInRoom, sentence } from './team-jobs.ts';

export interface SayMailOutageNeeds {
  readonly room: Pick<TeamRoom, 'current'>;
  readonly memory: MemoryStore;
  readonly jobs: AddJobs;
  readonly settings: Pick<RegistrationSettings, 'teamLanguage'>;
  readonly clock: Pick<Clock, 'now'>;
}

/**
 * Says in the team room that no email leaves, once for each outage, and its end, if its beginning was said there: a room that becomes
 * the team room meanwhile hears of it, too. Repeatable, also after a restart; does nothing while no room is known.
 *
 * @param outage `over`: an email has left
 */
export type SayMailOutage = (outage: MailOutage | 'over') => Promise<void>;

const SAID = 'team.mail-outage';

export function makeSayMailOutage({ room, memory, jobs, settings, clock }: SayMailOutageNeeds): SayMailOutage {
  return async (outage) => {
    const roomId = room.current();
    if (roomId === undefined) return;
    const remembered = await memory.recall(SAID);
    const said = saidIn(roomId, remembered);
    if (outage === 'over' && said === '') {
      // Whoever heard of its beginning in an earlier room is not there any more.
      if (remembered !== undefined && remembered !== '') await memory.remember(SAID, '');
      return;
    }
    if (outage !== 'over' && said !== '') return;
    const reply =
      outage === 'over'
        ? sentence('room.mail.over')
        : sentence('room.mail.outage', { time: outage.since, why: whyWords(settings.teamLanguage, outage.code) });
    // The beginning names the outage; its end has the same cause, so that each is said once whatever is repeated.
    const began = outage === 'over' ? said : String(outage.since);
    const cause = `mail-${outage === 'over' ? 'over' : 'outage'}:${roomId}:${began}`;
    await jobs.add([replyInRoom(cause, roomId, noThread, reply, clock.now())]);
    await memory.remember(SAID, outage === 'over' ? '' : saidHere(roomId, began));
  };
}
