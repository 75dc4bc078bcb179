import type { Clock } from '../../kernel/clock.ts';
import type { Ids } from '../../kernel/ids.ts';
import { ok, refuse } from '../../kernel/outcome.ts';
import type { InvitationLinks, InvitationStore } from '../ports.ts';
import { parseInvitation } from '../rules/invitation.ts';
import { compilePolicy } from '../rules/policy.ts';
import type { InviteUseCases } from '../use-cases.ts';

export interface InviteNeeds {
  readonly invitations: Pick<InvitationStore, 'add' | 'list' | 'revoke'>;
  readonly links: InvitationLinks;
  /** Base URL of the guests' pages, no trailing slash. */
  readonly publicUrl: string;
  readonly clock: Clock;
  readonly ids: Pick<Ids, 'next'>;
}

/** Makes, revokes and lists guests' links. The link itself is returned once and never stored. */
export function makeInviteUseCases({ invitations, links, publicUrl, clock, ids }: InviteNeeds): InviteUseCases {
  return {
    async invite(order, caller) {
      const now = clock.now();
      const parsed = parseInvitation(order, now);
      if (!parsed.ok) return parsed;
      const ordered = parsed.value;
      const why = compilePolicy(caller.policy).objection(ordered.room, ordered.moderator, 'room');
      if (why !== undefined) return refuse('policy', why);
      const id = ids.next();
      const token = links.token(id);
      const invitation = { ...ordered, id, createdAt: now, by: caller.name, used: 0, revokedAt: undefined };
      await invitations.add(invitation, links.hash(token));
      return ok({ id, url: `${publicUrl}/meet/${token}`, validUntil: ordered.until / 1_000 });
    },
    revokeInvitation: (id, { kind, name }) =>
      invitations.revoke(id, clock.now(), kind === 'operator' ? undefined : name),
    listInvitations: (limit) => invitations.list(limit),
  };
}
