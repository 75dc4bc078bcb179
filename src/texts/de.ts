import { deFields } from './de/fields.ts';
import { deLetters } from './de/letters.ts';
import { deNotifications } from './de/notifications.ts';
import { deOwn } from './de/own.ts';
import { deRoom } from './de/room.ts';
import { deSite } from './de/site.ts';
import { deTimes } from './de/times.ts';
import type { Texts } from './en.ts';

export const de: Texts = { ...deSite, ...deFields, ...deLetters, ...deNotifications, ...deOwn, ...deRoom, ...deTimes };
