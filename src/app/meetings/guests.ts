import type { InvitationLinks, InvitationStore } from '../../meetings/ports.ts';
import { makeInvitationLinks } from '../../security/invitation-links.ts';
import type { GroundConfig } from '../ground-sections.ts';
import type { Database } from '../open-database.ts';

/**
 * Returns what the use cases of invitations need; undefined without a site, which has the guests' pages, or a key, which makes
 * their links.
 */
export function guestUseCaseParts(
  { site }: Pick<GroundConfig, 'site'>,
  { storage, keys, epoch }: Database,
): { readonly invitations: InvitationStore; readonly links: InvitationLinks; readonly publicUrl: string } | undefined {
  if (site === undefined || keys === undefined) return undefined;
  const { invitations } = storage.meetings;
  return { invitations, links: makeInvitationLinks(keys, epoch), publicUrl: site.publicUrl };
}
