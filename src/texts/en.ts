import { enFields } from './en/fields.ts';
import { enLetters } from './en/letters.ts';
import { enNotifications } from './en/notifications.ts';
import { enOwn } from './en/own.ts';
import { enRoom } from './en/room.ts';
import { enSite } from './en/site.ts';
import { enTimes } from './en/times.ts';

export const en = { ...enSite, ...enFields, ...enLetters, ...enNotifications, ...enOwn, ...enRoom, ...enTimes };

/** All sentences of a language: the same keys, and (`texts.test.ts` checks that) the same placeholders, as in English. */
export type Texts = Readonly<Record<keyof typeof en, string>>;
