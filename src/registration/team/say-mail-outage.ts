import type { MailOutage } from '../ports/letters-wait.ts';
import type { TeamRoom } from '../ports/team-room.ts';
import type { RegistrationSettings } from '../settings.ts';
import { whyWords } from './mail-words.ts';
import { type SayOnceNeeds, sayOnce } from './say-once.ts';
import { noThread, replyInRoom, sentence } from './team-jobs.ts';

export interface SayMailOutageNeeds extends SayOnceNeeds {
  readonly room: Pick<TeamRoom, 'current'>;
  readonly settings: Pick<RegistrationSettings, 'teamLanguage'>;
}

/**
 * Says in the team room that no email leaves, once for each outage, and its end, if its beginning was said there: a room that becomes
 * the team room meanwhile hears of it, too. Repeatable, also after a restart; does nothing while no room is known.
 *
 * @param outage `over`: an email has left
 */
export type SayMailOutage = (outage: MailOutage | 'over') => Promise<void>;

export const makeSayMailOutage =
  (needs: SayMailOutageNeeds): SayMailOutage =>
  async (outage) => {
    const roomId = needs.room.current();
    if (roomId === undefined) return;
    await sayOnce(needs, roomId, {
      name: 'team.mail-outage',
      // The beginning names the outage; its end has the same cause, so that each is said once whatever is repeated.
      what: (began) => (outage === 'over' ? '' : began || String(outage.since)),
      job({ before, what, now }) {
        if (outage === 'over')
          return replyInRoom(`mail-over:${roomId}:${before}`, roomId, noThread, sentence('room.mail.over'), now);
        const why = whyWords(needs.settings.teamLanguage, outage.code);
        const reply = sentence('room.mail.outage', { time: outage.since, why });
        return replyInRoom(`mail-outage:${roomId}:${what}`, roomId, noThread, reply, now);
      },
    });
  };
