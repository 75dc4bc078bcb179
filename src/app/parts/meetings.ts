import { revokeInvitations } from '../../storage/meetings/invitations.ts';
import { crossCheckMeetings, meetingsListening, sections } from '../meetings/config.ts';
import { definePart } from '../part.ts';

/** Meetings: tokens for a Jitsi server. */
export const meetings = definePart({
  name: 'meetings',
  sections,
  needs: {},
  reads: ['site', 'secrets'],
  crossCheck: crossCheckMeetings,
  listening: meetingsListening,
  check: async ({ meetings: own }, { offline, runtime: { clock } }) =>
    (await import('../meetings/check-meetings.ts')).checkMeetings(own, { offline, clock }),
  restored: revokeInvitations,
  tidy: ({ storage }, before) => storage.meetings.tidy(before),
  personal: ({ storage }) => storage.meetings.personal,
  open: async (config, ground) => (await import('../meetings/open-meetings.ts')).openMeetings(config, ground),
});
