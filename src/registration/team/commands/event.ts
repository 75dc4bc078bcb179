import { plainText } from '../../../kernel/plain-text.ts';
import { LONGEST_EVENT, parseEventWish } from '../../event.ts';
import { moment } from '../moment.ts';
import { type Sentence, sentence } from '../team-jobs.ts';
import { folded } from './fold-signs.ts';
import type { DoorCommand, DoorTools } from './team-command.ts';

/** Lifts the limits per network for a while, because people sit together in one: a school, a meet-up. */
export const event: DoorCommand = {
  words: ['event'],
  help: 'room.help.event',
  takesNumber: false,
  room: { alone: () => false, example: '3h', reason: (rest) => plainText(rest, 40) },
  commandLine: {
    help: 'lift the limits per network for a while, e.g. 3h, because people apply together; off ends it',
    words: 'time',
  },

  async run({ by, cause, words }, tools) {
    const wish = parseEventWish(folded(words));
    if (wish === undefined) return { ok: false, reply: sentence('room.event.which') };
    if (wish === 'off') {
      const was = await tools.events.current();
      if (was !== undefined) await tools.events.end({ by, cause });
      return { ok: true, reply: sentence(was === undefined ? 'room.event.none' : 'room.event.over') };
    }
    if (wish !== 'state') await tools.events.begin(tools.clock.now() + Math.min(wish, LONGEST_EVENT), { by, cause });
    return { ok: true, reply: await state(tools) };
  },
};

async function state({ events, settings }: DoorTools): Promise<Sentence> {
  const now = await events.current();
  if (now === undefined) return sentence('room.event.none');
  const { perDay, perDomainPerDay } = settings.limits;
  return sentence('room.event.on', { time: moment(now.until, settings), perDay, perDomain: perDomainPerDay });
}
