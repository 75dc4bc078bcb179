import assert from 'node:assert/strict';
import { systemClock } from '../../src/kernel/clock.ts';
import { makeIds } from '../../src/kernel/ids.ts';
import { Secret } from '../../src/kernel/secret.ts';
import { makeIssueToken } from '../../src/meetings/issue-token.ts';
import type { Caller } from '../../src/meetings/settings.ts';
import { openTokenKeys } from '../../src/security/open-token-keys.ts';
import { everythingAllowed, meetingsSettings } from '../support/meetings-settings.ts';
import { lua, startProsody } from '../support/prosody.ts';
import { enter, openFocus, type Plugin, type Presence, roomAddress, type Visit, visit } from '../support/xmpp-guest.ts';
import type { Refusal, XmppSession } from '../support/xmpp-session.ts';
import { claimsOf, forge, HEADER, hmac } from './forged-token.ts';

export const PLUGINS: readonly Plugin[] = ['token_affiliation', 'token_moderation'];
/** The rooms that there are, on every host of rooms; the last belongs to a tenant. */
const ROOMS = ['lobby', 'garden', '[other]lobby'];

export const SECRET = 'canary-secret-shared-with-prosody-0123456789';
/** Signs with the secret that Prosody knows. */
export const genuine = hmac(SECRET);

const caller: Caller = { name: 'tcp 127.0.0.1', kind: 'program', policy: everythingAllowed };

const issueToken = makeIssueToken({
  settings: meetingsSettings,
  signer: await openTokenKeys({ secret: new Secret(SECRET), keys: [] }),
  record: { note: () => {} },
  clock: systemClock,
  ids: makeIds(systemClock.now),
});

/** A token as Porter makes it: of Ada, no moderator, for the lobby and ten minutes, unless told. */
export async function issue(fields: Readonly<Record<string, unknown>> = {}): Promise<string> {
  const asked = { displayName: 'Ada', channel: 'lobby', moderator: false, validFor: 600, ...fields };
  const outcome = await issueToken(asked, caller);
  if (!outcome.ok) throw new Error(outcome.detail);
  return outcome.value.token;
}

/** Porter's token with claims changed, signed anew with the right secret; `undefined` leaves one out. */
export async function changed(claims: Readonly<Record<string, unknown>>): Promise<string> {
  return forge({ ...claimsOf(await issue()), ...claims }, genuine, HEADER);
}

const rooms = {
  token_affiliation: `conference.${meetingsSettings.domain}`,
  token_moderation: `older.${meetingsSettings.domain}`,
};

const { domain, appId, audience } = meetingsSettings;
/** As docs/operate/meetings.md has them, with one audience alone and a second host of rooms for the other plugin. */
const lines = `
VirtualHost ${lua(domain)}
    authentication = "token"
    app_id = ${lua(appId)}
    app_secret = ${lua(SECRET)}
    asap_accepted_audiences = { ${lua(audience)} }
    muc_mapper_domain_base = ${lua(domain)}

Component ${lua(rooms.token_affiliation)} "muc"
    modules_enabled = { "token_verification"; "token_affiliation" }

Component ${lua(rooms.token_moderation)} "muc"
    modules_enabled = { "token_verification"; "token_moderation" }
    meeting_rooms_at = ${lua(rooms.token_moderation)}
`;

export const OWNER = { affiliation: 'owner', role: 'moderator' };
export const MEMBER = { affiliation: 'member', role: 'participant' };
/** Signed in, but not let into the room. */
export const AT_ROOM: Refusal = { at: 'room', condition: 'not-allowed', text: undefined };
/** Signed in, but there is no such room where Prosody looks for rooms. */
export const NO_ROOM: Refusal = { ...AT_ROOM, text: 'room-does-not-exist' };
/** Not even signed in. @param text the word that the module of the test has for the reason */
export const atSignIn = (text: string, condition = 'not-allowed'): Refusal => ({ at: 'sign-in', condition, text });

export interface ProsodyRig extends AsyncDisposable {
  readonly focus: XmppSession;
  visit(visit: Visit): Promise<Presence | Refusal>;
  /** Comes with a token, to the lobby unless told, and is asserted to be received so. */
  expect(
    received: typeof OWNER | Refusal,
    token: string | undefined,
    visit?: Partial<Visit>,
    message?: string,
  ): Promise<void>;
}

/** A real Prosody, with our stand-ins for Jitsi's modules, that shares Porter's settings; its rooms are made. */
export async function openProsodyRig(): Promise<ProsodyRig> {
  await using opened = new AsyncDisposableStack();
  const prosody = opened.use(await startProsody({ domain, lines, rooms }));
  const focus = opened.use(await openFocus(prosody));
  for (const plugin of PLUGINS)
    for (const room of ROOMS) await enter(focus, roomAddress(prosody, { room, plugin }), 'focus');
  const stack = opened.move();
  return {
    focus,
    visit: (wanted) => visit(prosody, wanted),
    async expect(received, token, wanted, message) {
      const answer = await visit(prosody, { room: 'lobby', ...wanted, token });
      const { affiliation, role } = 'at' in answer ? OWNER : answer;
      assert.deepEqual('at' in answer ? answer : { affiliation, role }, received, message);
    },
    [Symbol.asyncDispose]: () => stack.disposeAsync(),
  };
}
