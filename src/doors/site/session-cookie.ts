import type { Request, Response } from 'express';
import type { Session } from '../../sign-in/ports.ts';
import type { Sessions } from '../../sign-in/sessions.ts';
import { cookieName, readCookie, setCookie } from '../../web/cookies.ts';

/** Seconds. Browsers keep no cookie for longer than 400 days. */
const KNOWN_LIFE = 365 * 24 * 3_600;

export interface SessionCookies {
  /** The session of this browser, if it still counts. Throws `Fault`. */
  find(req: Request): Promise<Session | undefined>;
  give(res: Response, secret: string): void;
  take(res: Response): void;
  /** What a browser shows that somebody was signed in with before; '' if nothing. */
  mark(req: Request): string;
  giveMark(res: Response, mark: string): void;
}

/** @param secure true behind TLS, where the cookies are bound to exactly this host */
export function makeSessionCookies(secure: boolean, sessions: Pick<Sessions, 'find' | 'life'>): SessionCookies {
  const sessionName = cookieName('porter-session', secure);
  const knownName = cookieName('porter-known', secure);
  const life = Math.ceil(sessions.life.absolute / 1_000);
  return {
    async find(req) {
      const secret = readCookie(req, sessionName) ?? '';
      return /^[\w-]{43}$/.test(secret) ? await sessions.find(secret) : undefined;
    },
    give: (res, secret) => setCookie(res, sessionName, secret, { secure, life }),
    take: (res) => setCookie(res, sessionName, '', { secure, life: 0 }),
    mark: (req) => readCookie(req, knownName) ?? '',
    giveMark: (res, mark) => setCookie(res, knownName, mark, { secure, life: KNOWN_LIFE }),
  };
}
