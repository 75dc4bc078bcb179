import type { Clock } from '../../kernel/clock.ts';
import { makeInviteUseCases } from '../../meetings/guests/invite.ts';
import { makeIssueToken } from '../../meetings/issue-token.ts';
import { makeJoinUrl } from '../../meetings/join-url.ts';
import type { Invitation } from '../../meetings/ports.ts';
import { openRecord } from '../../meetings/record.ts';
import { explainLink, explainToken } from '../../meetings/rules/explain-token.ts';
import { endOf } from '../../meetings/rules/invitation.ts';
import { LONGEST_PASTE, readPastedRoom, readPastedToken } from '../../meetings/rules/pasted.ts';
import { bad, type TokenLine } from '../../meetings/rules/token-line.ts';
import type { Caller, MeetingsSettings } from '../../meetings/settings.ts';
import type { InvitationRefusal, InviteUseCases, JoinUrl, ListRecord, TokenOutcome } from '../../meetings/use-cases.ts';
import type { Loaded } from '../load-config.ts';
import type { Runtime } from '../open-database.ts';
import { openTools } from '../tools.ts';
import type { MeetingsConfig } from './config.ts';
import { guestUseCaseParts } from './guests.ts';
import { meetingsSettings, OPERATOR, operatorPolicy, tokenKeysOf } from './open-meetings.ts';

/** What the commands about meetings need. They run beside `serve`. */
export interface MeetingsTools extends AsyncDisposable {
  /** Issues a token for the operator. It is recorded like any other. */
  readonly issue: (fields: Readonly<Record<string, unknown>>) => TokenOutcome | Promise<TokenOutcome>;
  readonly joinUrl: JoinUrl;
  readonly operator: Caller;
  /** Undefined without a site, which has the guests' pages. */
  readonly invites: InviteUseCases | undefined;
  /** The id of the invitation with this link, however the link was pasted; undefined when there is none. */
  readonly idOfLink: (pasted: string) => Promise<string | undefined>;
  /** Room of a pasted address of a meeting at `meetings.url`; anything else is a room's name already, and comes back as it is. */
  readonly roomOf: (pasted: string) => string;
  readonly listRecord: ListRecord;
  readonly keeps: MeetingsSettings['record'];
  /** Says why an invitation is over; undefined while it lets people in. */
  readonly endOf: (invitation: Invitation) => InvitationRefusal | undefined;
}

/**
 * Opens the database for one command. Throws `StorageRefusal` and `Fault` as `openTools` does, and `Fault` for an invalid key.
 */
export async function openMeetingsTools(
  loaded: Loaded,
  config: MeetingsConfig,
  runtime: Runtime,
): Promise<MeetingsTools> {
  const { clock, ids, log } = runtime;
  const signer = await tokenKeysOf(config);
  await using opening = new AsyncDisposableStack();
  const tools = opening.use(await openTools(loaded, runtime, false));
  const { record: store } = tools.storage.meetings;
  const settings = meetingsSettings(config);
  const record = opening.use(openRecord({ store, keep: settings.record, clock, log }));
  const operator: Caller = { name: OPERATOR, kind: 'operator', policy: operatorPolicy };
  const issue = makeIssueToken({ settings, signer, record, clock, ids });
  const guestParts = guestUseCaseParts(loaded.config, tools);
  const opened = opening.move();
  return {
    issue: (fields) => issue(fields, operator),
    joinUrl: makeJoinUrl(settings),
    operator,
    invites: guestParts && makeInviteUseCases({ ...guestParts, clock, ids }),
    async idOfLink(pasted) {
      // The secret is the last part of the link's path, as a room is of the address of a meeting.
      const link = readPastedRoom(pasted);
      if (guestParts === undefined || link === undefined) return undefined;
      return (await guestParts.invitations.byLink(guestParts.links.hash(link)))?.id;
    },
    roomOf: (pasted) => (pasted.includes(new URL(config.url).host) ? (readPastedRoom(pasted) ?? pasted) : pasted),
    listRecord: (options) => store.list(options),
    keeps: settings.record,
    endOf: (invitation) => endOf(invitation, clock.now()),
    [Symbol.asyncDispose]: () => opened.disposeAsync(),
  };
}

const NO_TOKEN = bad(
  "This address holds no token: it would stand behind ?jwt=. (A guest's link makes one when its button is pressed.)",
);

const TOO_LONG = bad(`This is longer than ${LONGEST_PASTE} characters, which no token is. Nothing of it was read.`);

/**
 * Says in words what a token grants, and why a Jitsi server of this configuration would refuse it. Throws `Fault` for an
 * invalid key.
 *
 * @param pasted the token however it was copied: see `readPastedToken`
 */
export async function explain(config: MeetingsConfig, pasted: string, clock: Clock): Promise<readonly TokenLine[]> {
  const keys = await tokenKeysOf(config);
  const read = readPastedToken(pasted);
  if (read === undefined) return [TOO_LONG];
  const { token, room } = read;
  if (token === undefined) return [NO_TOKEN];
  const verdict = await keys.verify(token);
  return [
    ...explainToken(verdict, meetingsSettings(config), clock.now()),
    ...(room === undefined ? [] : explainLink(verdict, room)),
  ];
}
