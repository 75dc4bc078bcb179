import type { Clock } from '../../kernel/clock.ts';
import type { Logger } from '../../kernel/log.ts';
import { type Outcome, ok, refuse } from '../../kernel/outcome.ts';
import { plainText } from '../../kernel/plain-text.ts';
import type { Invitation, InvitationLinks, InvitationStore } from '../ports.ts';
import { endOf } from '../rules/invitation.ts';
import { compilePolicy } from '../rules/policy.ts';
import type { Caller, CallerPolicy, MeetingsSettings } from '../settings.ts';
import type { GuestUseCases, InvitationRefusal, IssueToken, JoinUrl, TokenOutcome } from '../use-cases.ts';

export interface GuestNeeds {
  readonly invitations: Pick<InvitationStore, 'byLink' | 'takeUse' | 'giveBackUse'>;
  readonly links: Pick<InvitationLinks, 'hash'>;
  readonly issue: IssueToken;
  readonly joinUrl: JoinUrl;
  readonly settings: Pick<MeetingsSettings, 'url'>;
  /** Longest life of a guest's token, milliseconds. */
  readonly longest: number;
  /** The current policy of the caller who made an invitation; undefined when that caller no longer exists. */
  readonly policyOf: (by: string) => CallerPolicy | undefined;
  readonly clock: Clock;
  readonly log: Logger;
}

/** Code points. */
const LONGEST_NAME = 100;

export function makeGuestUseCases(needs: GuestNeeds): GuestUseCases {
  const { invitations, links, issue, joinUrl, clock } = needs;
  const leadsTo = new URL(needs.settings.url).origin;
  const log = needs.log.with({ part: 'meetings' });

  async function find(token: string): Promise<Outcome<Invitation, InvitationRefusal>> {
    const invitation = await invitations.byLink(links.hash(token));
    if (invitation === undefined) return refuse('unknown');
    const why = endOf(invitation, clock.now());
    if (why !== undefined) return refuse(why);
    return longestOf(invitation) === undefined ? refuse('revoked') : ok(invitation);
  }

  /**
   * Longest life of a guest's token in milliseconds, or undefined when the guest may have none. A link never grants more than its
   * maker may have today, even if it could when the link was made.
   */
  function longestOf({ by, room, moderator }: Invitation): number | undefined {
    const policy = needs.policyOf(by);
    if (policy === undefined || compilePolicy(policy).objection(room, moderator, 'room') !== undefined)
      return undefined;
    return Math.min(needs.longest, policy.longest);
  }

  /** Gives back a use that let nobody in, and logs for the operator whether that worked. */
  async function giveBack({ id }: Invitation, cause: unknown): Promise<void> {
    try {
      await invitations.giveBackUse(id);
      log.warn('an invitation led to no token, its use is given back', { invitation: id, error: cause });
    } catch (error) {
      log.error('an invitation led to no token, and its use is lost', { invitation: id, error: cause, because: error });
    }
  }

  async function tokenFor(invitation: Invitation, displayName: string): Promise<TokenOutcome> {
    const { room: channel, moderator, until } = invitation;
    const fields = { displayName, channel, moderator, validUntil: until / 1_000 };
    return await issue(fields, callerOf(invitation, longestOf(invitation) ?? 0));
  }

  return {
    async peekInvitation(token) {
      const found = await find(token);
      if (!found.ok) return found;
      const { room, name, moderator, until } = found.value;
      return ok({ room, name, moderator, until, leadsTo });
    },

    async joinMeeting(token, typed) {
      const found = await find(token);
      if (!found.ok) return found;
      const invitation = found.value;
      const name = invitation.name ?? plainText(typed, LONGEST_NAME);
      if (name === '') return refuse('name');
      const use = await invitations.takeUse(invitation.id);
      if (use !== 'taken') return refuse(use);
      try {
        const issued = await tokenFor(invitation, name);
        if (issued.ok) return ok({ url: joinUrl(issued.value) });
        await giveBack(invitation, issued.detail);
        // The invitation ended after it was checked above.
        return refuse(invitation.until <= clock.now() ? 'ended' : 'refused');
      } catch (error) {
        await giveBack(invitation, error);
        throw error;
      }
    },
  };
}

/** The guest as a caller, who may have exactly what the invitation names. */
const callerOf = ({ id, room, moderator }: Invitation, longest: number): Caller => ({
  name: `guest ${id}`,
  kind: 'guest',
  policy: { longest, rooms: [room], everyRoom: room === '*', moderators: moderator },
});
