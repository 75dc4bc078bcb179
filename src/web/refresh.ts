import type { Request, Response } from 'express';
import { SECOND } from '../kernel/clock.ts';
import { queryOf } from './language.ts';

/** With this in its query a page stays as it is: who reads it slowly, or has it read aloud, needs that (WCAG 2.2.2). */
const STILL = 'still';

/** Where a link leads that stops a page from looking again. */
export const STAY_STILL = `?${STILL}=yes`;

/** Seconds between two looks, at least and at most. */
export interface Pauses {
  readonly least: number;
  readonly most: number;
}

/**
 * Has the browser ask for this page again after a pause, without scripts. Call it only for a page on which nobody types, because
 * what is typed would be lost. Does nothing for the response to a form, which would be sent again, and where the visitor
 * has stopped it. Returns whether the page will look again.
 *
 * @param age milliseconds since what is waited for began; the pause is a tenth of it, because what takes long may take longer
 */
export function lookAgain(req: Request, res: Response, age: number, { least, most }: Pauses): boolean {
  if (req.method !== 'GET' || queryOf(req).has(STILL)) return false;
  const pause = Math.round(age / (10 * SECOND));
  res.setHeader('Refresh', String(Math.min(most, Math.max(least, pause))));
  return true;
}

/** Whether the visitor has stopped this page from looking again. */
export const isStill = (req: Request): boolean => queryOf(req).has(STILL);
