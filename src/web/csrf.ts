import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Clock } from '../kernel/clock.ts';
import type { Ids } from '../kernel/ids.ts';
import { sameText } from '../kernel/same-text.ts';
import { cookieName, readCookie, setCookie } from './cookies.ts';
import { HttpProblem } from './http-problem.ts';

/** Name of the hidden field that each of our forms has. */
export const FORM_TOKEN = 'formToken';

export interface FormGuard {
  /** Throws `HttpProblem` `other-site` unless the browser says that the request comes from our own page. Needs no body. */
  checkSource(req: IncomingMessage): void;
  /** Makes the token for the forms of this response. It is bound to a cookie, which is set if the visitor has none yet. */
  issue(req: IncomingMessage, res: ServerResponse): string;
  /** When the form was made, epoch milliseconds; undefined when the token is missing, forged or another visitor's. */
  check(req: IncomingMessage, token: string): number | undefined;
  /** Makes a signed marker for this visitor only, which a later form can carry, e.g. "has pressed once more". */
  mark(req: IncomingMessage, res: ServerResponse, what: string): string;
  isMark(req: IncomingMessage, what: string, mark: string): boolean;
}

export interface FormGuardNeeds {
  /** Base address of the pages; forms from any other origin are refused. */
  readonly publicUrl: string;
  /** Keyed signature of a text, base64url. */
  readonly sign: (text: string) => string;
  readonly clock: Clock;
  readonly ids: Ids;
}

/**
 * Fetch metadata first, then `Origin`, then a signed token bound to a cookie. `SameSite` is not relied on: a sibling host of
 * ours is the same site.
 */
export function makeFormGuard({ publicUrl, sign, clock, ids }: FormGuardNeeds): FormGuard {
  const base = new URL(publicUrl);
  const secure = base.protocol === 'https:';
  const name = cookieName('porter', secure);
  const given = new WeakMap<IncomingMessage, string>();

  const visitor = (req: IncomingMessage) => {
    const value = given.get(req) ?? readCookie(req, name) ?? '';
    return /^[\w-]{22}$/.test(value) ? value : undefined;
  };
  const needVisitor = (req: IncomingMessage, res: ServerResponse) => {
    const known = visitor(req);
    if (known !== undefined) return known;
    const fresh = ids.random(16).toString('base64url');
    given.set(req, fresh);
    setCookie(res, name, fresh, { secure });
    return fresh;
  };
  const formSignature = (who: string, at: string) => sign(`form\n${who}\n${at}`);
  const markSignature = (who: string, what: string) => sign(`mark\n${who}\n${what}`);

  return {
    checkSource(req) {
      const site = req.headers['sec-fetch-site'];
      if (site !== undefined && site !== 'same-origin' && site !== 'none') throw new HttpProblem('other-site');
      const { origin } = req.headers;
      // Some browsers hide the origin (`null`). `same-origin` is enough then: only a browser can set Sec-Fetch-Site.
      if (origin === undefined || (origin === 'null' && site === 'same-origin')) return;
      if (origin !== base.origin) throw new HttpProblem('other-site');
    },
    issue(req, res) {
      const at = clock.now().toString(36);
      return `${at}.${formSignature(needVisitor(req, res), at)}`;
    },
    check(req, token) {
      const who = visitor(req);
      const [at = '', signature = ''] = token.split('.', 2);
      if (who === undefined || !/^[0-9a-z]{1,10}$/.test(at)) return undefined;
      return sameText(signature, formSignature(who, at)) ? Number.parseInt(at, 36) : undefined;
    },
    mark: (req, res, what) => markSignature(needVisitor(req, res), what),
    isMark(req, what, mark) {
      const who = visitor(req);
      return who !== undefined && sameText(mark, markSignature(who, what));
    },
  };
}
