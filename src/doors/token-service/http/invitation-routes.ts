import type { Clock } from '../../../kernel/clock.ts';
import type { InviteUseCases } from '../../../meetings/use-cases.ts';
import type { JsonResponse } from '../../../web/json-response.ts';
import { epochSeconds, readRequest, type TokenRoute } from './requests.ts';

export interface InvitationNeeds {
  /** Undefined without pages for guests to come to. */
  readonly invites: InviteUseCases | undefined;
  readonly clock: Clock;
}

/** Guests' links: a caller makes them, and takes back those that it made. */
export function invitationRoutes({ invites, clock }: InvitationNeeds): readonly TokenRoute[] {
  const refused = (status: number, message: string): JsonResponse => ({
    status,
    body: { success: false, message, time: epochSeconds(clock) },
  });
  const nowhere = () => refused(404, "guests' links need pages to come to: the configuration has no section site");

  return [
    {
      method: 'POST',
      path: '/v1/meeting-invitations',
      async respond(asked, caller) {
        if (invites === undefined) return nowhere();
        const read = await readRequest(asked);
        if (!read.ok) return refused(400, read.detail);
        const { room, name, moderator, validUntil, uses } = read.value.fields;
        const outcome = await invites.invite({ room, name, moderator, validUntil, uses }, caller);
        if (!outcome.ok) return refused(400, outcome.detail);
        const { id, url, validUntil: until } = outcome.value;
        const time = epochSeconds(clock);
        return { status: 201, body: { success: true, message: 'OK', time, id, url, validUntil: until } };
      },
    },
    {
      method: 'DELETE',
      path: '/v1/meeting-invitations/:id',
      async respond(asked, caller) {
        if (invites === undefined) return nowhere();
        if (!(await invites.revokeInvitation(asked.param('id'), caller))) {
          return refused(404, 'there is no such invitation');
        }
        return { status: 200, body: { success: true, message: 'OK', time: epochSeconds(clock) } };
      },
    },
  ];
}
