import { say } from '../../../texts/say.ts';
import type { Application, ExpiredWhy } from '../../application.ts';
import type { RegistrationSettings } from '../../settings.ts';
import { inert } from '../inert.ts';
import { type MomentSettings, moment } from '../moment.ts';
import type { People } from '../people.ts';
import type { RoomKey } from '../room-key.ts';
import { nameList } from './side.ts';

const expiredWords = {
  'not-proved': 'room.outcome.notProved',
  'too-many-codes': 'room.outcome.notProved',
  'nobody-decided': 'room.outcome.nobodyDecided',
  'no-name-picked': 'room.outcome.noNamePicked',
  'account-gone': 'room.outcome.accountGone',
} as const satisfies Record<ExpiredWhy, RoomKey>;

/** The state of an application in one sentence. */
export function outcome(
  application: Application,
  people: People,
  settings: MomentSettings & Pick<RegistrationSettings, 'serverName' | 'approveDelay'>,
): string {
  const { teamLanguage: language, serverName, approveDelay } = settings;
  const id = application.shortId;
  const userId = inert(`@${application.localpart}:${serverName}`, 255);
  const by = 'by' in application ? nameList(language, application.by, people) : '';
  switch (application.stage) {
    case 'submitted':
      return say(language, 'room.stage.submitted');
    case 'waiting':
      return say(language, 'room.outcome.waiting');
    case 'approved': {
      if (application.nameLost) return say(language, 'room.outcome.nameLost', { by, userId });
      if (approveDelay === 0) return say(language, 'room.outcome.approved', { by });
      return say(language, 'room.outcome.approvedLater', { by, time: moment(application.actsAt, settings) });
    }
    case 'admitted':
      return say(language, 'room.outcome.admitted', { by, id });
    case 'settled':
      return say(language, 'room.outcome.settled', { by, userId });
    case 'declined':
      return say(language, 'room.outcome.declined', { by, time: moment(application.actsAt, settings) });
    case 'closed':
      return say(language, 'room.outcome.closed', { by });
    case 'expired':
      return say(language, expiredWords[application.why]);
    case 'withdrawn':
      return say(language, 'room.outcome.withdrawn');
  }
}
