import type { AnyConfig } from '../config/config-schema.ts';
import { makeInviteUseCases } from '../meetings/guests/invite.ts';
import type { InvitationLinks, InvitationStore } from '../meetings/ports.ts';
import type { InviteUseCases } from '../meetings/use-cases.ts';
import { makeInvitationLinks } from '../security/invitation-links.ts';
import type { Basics, Database } from './open-database.ts';

/** Undefined without pages for guests to come to, and the key that their links are made with. */
export function guestUseCaseParts(
  { site }: Pick<AnyConfig, 'site'>,
  { storage, keys, epoch }: Database,
): { readonly invitations: InvitationStore; readonly links: InvitationLinks; readonly publicUrl: string } | undefined {
  if (site === undefined || keys === undefined) return undefined;
  const { invitations } = storage.meetings;
  return { invitations, links: makeInvitationLinks(keys, epoch), publicUrl: site.publicUrl };
}

export function inviteUseCasesOf(
  config: Pick<AnyConfig, 'site'>,
  database: Database,
  { clock, ids }: Basics,
): InviteUseCases | undefined {
  const parts = guestUseCaseParts(config, database);
  return parts && makeInviteUseCases({ ...parts, clock, ids });
}
