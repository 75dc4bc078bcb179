import type { DigestWords } from '../../notifications/rules/digest.ts';
import type { FoldWords } from '../../notifications/tell-folded.ts';
import { type Language, say } from '../../texts/say.ts';
import { shortTime } from '../../texts/times.ts';
import { zoneOf } from './manners.ts';
import type { NotificationsConfig } from './sections.ts';

/** What Porter says in notifications of others, in the language of the site; without one in English. */
export interface NotificationWords extends FoldWords, DigestWords {
  /** `waiting since 2026-11-30 21:40 CET`. @param from epoch milliseconds */
  readonly waited: (from: number) => string;
  /** In place of a picture, a file and the like. */
  readonly noText: string;
}

export function notificationWords(config: NotificationsConfig): NotificationWords {
  const language: Language = config.site?.language ?? 'en';
  const zone = zoneOf(config);
  const time = (at: number): string => shortTime(at, language, zone);
  return {
    waited: (from) => say(language, 'notifications.waited', { since: time(from) }),
    noText: say(language, 'notifications.remark.noText'),
    repeated: (count, since) => say(language, 'notifications.repeated', { count, since: time(since) }),
    floodTitle: (count) => say(language, 'notifications.flood.title', { count }),
    floodWhy: (most, since) => say(language, 'notifications.flood.why', { most, since: time(since) }),
    digestTitle: (count, since) => say(language, 'notifications.digest.title', { count, since: time(since) }),
    times: (count) => say(language, 'notifications.digest.times', { count }),
    digestCleared: (count) => say(language, 'notifications.digest.cleared', { count }),
    floodMore: (count) => say(language, 'notifications.flood.more', { count }),
  };
}
