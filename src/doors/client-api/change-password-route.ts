import type { ChangePassword, NewPassword } from '../../accounts/change-password.ts';
import type { CheckRefusal } from '../../accounts/check-password.ts';
import { FORGIVEN_EVERY } from '../../accounts/guess-limit.ts';
import { type Clock, SECOND } from '../../kernel/clock.ts';
import type { PasswordRefusal } from '../../ports/password-judge.ts';
import { passwordReasons } from '../../texts/password-reasons.ts';
import { type Language, say } from '../../texts/say.ts';
import { HttpProblem } from '../../web/http-problem.ts';
import type { JsonResponse } from '../../web/json-response.ts';
import type { Asked } from '../../web/json-route.ts';
import { askedLanguage } from '../../web/language.ts';
import type { NetworkLimit } from '../../web/limiter.ts';
import { readObject } from '../../web/read-json.ts';
import { accessToken, tokenMissing } from './access-token.ts';
import type { AskHomeserver } from './ask-homeserver.ts';
import { type Caller, findCaller } from './find-caller.ts';
import { isCaller, readAuth } from './read-auth.ts';
import type { UiSessions } from './ui-sessions.ts';

export interface ChangePasswordRouteNeeds {
  readonly serverName: string;
  readonly ask: AskHomeserver;
  readonly changePassword: ChangePassword;
  readonly sessions: UiSessions;
  /** Requests per network, so that nobody tries tokens out here. */
  readonly perNetwork: NetworkLimit;
  /** Requests per user: each may cost a hash. */
  readonly perUser: NetworkLimit;
  /** Of sentences where the client asks for none. */
  readonly language: Language;
  readonly clock: Clock;
}

/** How long until some of the hashes that wait are done. */
const BUSY_FOR = 2 * SECOND;

const no = (status: number, errcode: string, error: string): JsonResponse => ({ status, body: { errcode, error } });

/** 401: prove who you are. @param wrong what was wrong with an attempt */
const prove = (session: string, wrong: { readonly errcode?: string; readonly error?: string } = {}): JsonResponse => ({
  status: 401,
  body: { session, flows: [{ stages: ['m.login.password'] }], params: {}, completed: [], ...wrong },
});

const notOffered = { errcode: 'M_UNRECOGNIZED', error: 'Only m.login.password is offered' } as const;
const wrongPassword = { errcode: 'M_FORBIDDEN', error: 'Invalid username or password' } as const;
const noSuchLetter = 'A password cannot be reset in this app. Ask the people who run the server, or look at its site.';

/** Changes a person's own password, as a homeserver does (Client-Server API, `POST /account/password`). */
export function makeChangePasswordRoute(needs: ChangePasswordRouteNeeds) {
  const { serverName, ask, changePassword, sessions, perNetwork, perUser, clock } = needs;

  const weak = (refusal: PasswordRefusal, asked: Asked): JsonResponse => {
    const language = askedLanguage(asked.headers['accept-language'], needs.language);
    const reasons = passwordReasons(refusal).map((key) => say(language, key));
    return no(400, 'M_WEAK_PASSWORD', reasons.join(' '));
  };

  async function count(limit: NetworkLimit, whom: string | undefined): Promise<void> {
    const taken = await limit.take(whom);
    if (!taken.ok) throw new HttpProblem('too-many', { at: taken.at });
  }

  const later = (refusal: Exclude<CheckRefusal, 'wrong'>) =>
    new HttpProblem('too-many', { at: clock.now() + (refusal === 'busy' ? BUSY_FOR : FORGIVEN_EVERY) });

  /** Somebody forgot the password. The homeserver mailed the proof of the address that comes here, so nobody here can check it. */
  async function withoutToken(asked: Asked): Promise<JsonResponse> {
    const { auth } = await readObject(asked);
    const type = typeof auth === 'object' && auth !== null && 'type' in auth ? auth.type : undefined;
    if (type !== 'm.login.email.identity') return tokenMissing;
    return prove('none', { ...notOffered, error: noSuchLetter });
  }

  async function ofCaller(caller: Caller, asked: Asked): Promise<JsonResponse> {
    const { userId: user, deviceId } = caller;
    const { new_password: typed, logout_devices: logOut, auth: given } = await readObject(asked);
    if (typed !== undefined && typeof typed !== 'string') return no(400, 'M_BAD_JSON', 'new_password must be text');
    if (logOut !== undefined && typeof logOut !== 'boolean')
      return no(400, 'M_BAD_JSON', 'logout_devices must be true or false');
    const auth = readAuth(given);
    const operation = `${asked.method} ${asked.path}`;
    const known = sessions.find(auth.session, { user, operation });
    const next: NewPassword | undefined =
      typed !== undefined ? { typed } : known?.hash === undefined ? undefined : { hash: known.hash };
    if (next === undefined) return no(400, 'M_MISSING_PARAM', 'new_password is missing');
    if (auth.kind === 'broken') return no(400, 'M_MISSING_PARAM', 'auth lacks the user or the password');

    /** The session that is under way, else a new one. */
    const sessionId = (hash: string | undefined): string =>
      known !== undefined && auth.session !== undefined
        ? auth.session
        : sessions.open({ user, operation, hash, endOthers: logOut });

    if (auth.kind !== 'password') {
      const wrong = auth.kind === 'other' ? notOffered : {};
      if (known !== undefined || 'hash' in next) return prove(sessionId(undefined), wrong);
      const prepared = await changePassword.prepare(user, next.typed);
      if (prepared.ok) return prove(sessionId(prepared.value), wrong);
      if (prepared.refusal === 'busy') throw later('busy');
      return weak(prepared.detail, asked);
    }

    if (!isCaller(auth.named, caller, await changePassword.find(user)))
      return no(403, 'M_FORBIDDEN', 'This is not the user of the access token');
    const endOthers = logOut ?? known?.endOthers ?? true;
    const changed = await changePassword.change({ userId: user, deviceId, current: auth.password, next, endOthers });
    if (changed.ok) {
      if (auth.session !== undefined && known !== undefined) sessions.end(auth.session);
      return { status: 200, body: {} };
    }
    if (changed.refusal === 'weak') return weak(changed.detail, asked);
    if (changed.refusal !== 'wrong') throw later(changed.refusal);
    return prove(sessionId(undefined), wrongPassword);
  }

  return async (asked: Asked): Promise<JsonResponse> => {
    await count(perNetwork, asked.network);
    const token = accessToken(asked);
    if (token === undefined) return await withoutToken(asked);
    const found = await findCaller(ask, { token, userAgent: asked.headers['user-agent'] }, serverName);
    if (!found.ok) return found.response;
    await count(perUser, found.caller.userId);
    return await ofCaller(found.caller, asked);
  };
}
