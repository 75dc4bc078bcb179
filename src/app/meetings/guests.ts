import type { InvitationLinks, InvitationStore } from '../../meetings/ports.ts';
import { makeInvitationLinks } from '../../security/invitation-links.ts';
import type { GroundConfig } from '../ground-sections.ts';
import type { Database } from '../open-database.ts';

/** Undefined without pages for guests to come to, and the key that their links are made with. */
export function guestUseCaseParts(
  { site }: Pick<GroundConfig, 'site'>,
  { storage, keys, epoch }: Database,
): { readonly invitations: InvitationStore; readonly links: InvitationLinks; readonly publicUrl: string } | undefined {
  if (site === undefined || keys === undefined) return undefined;
  const { invitations } = storage.meetings;
  return { invitations, links: makeInvitationLinks(keys, epoch), publicUrl: site.publicUrl };
}
