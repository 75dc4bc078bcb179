import type { Clock } from '../../../kernel/clock.ts';
import type { InviteUseCases } from '../../../meetings/use-cases.ts';
import type { Answer, Endpoint } from './endpoint.ts';
import { epochSeconds, type ForCallers, readRequest } from './requests.ts';

export interface InvitationEndpointNeeds {
  /** Undefined without pages for guests to come to. */
  readonly invites: InviteUseCases | undefined;
  readonly clock: Clock;
  readonly forCallers: ForCallers;
}

/** Guests' links: made, and taken back by whoever knows the id. */
export function invitationEndpoints({ invites, clock, forCallers }: InvitationEndpointNeeds): readonly Endpoint[] {
  const refused = (status: number, message: string): Answer => ({
    status,
    body: { success: false, message, time: epochSeconds(clock) },
  });
  const nowhere = () => refused(404, "guests' links need pages to come to: the configuration has no section site");

  return [
    {
      path: '/v1/meeting-invitations',
      methods: {
        POST: forCallers(async (req, caller) => {
          if (invites === undefined) return nowhere();
          const read = await readRequest(req);
          if (!read.ok) return refused(400, read.detail);
          const { room, name, moderator, validUntil, uses } = read.value.fields;
          const outcome = await invites.invite({ room, name, moderator, validUntil, uses }, caller);
          if (!outcome.ok) return refused(400, outcome.detail);
          const { id, url, validUntil: until } = outcome.value;
          const time = epochSeconds(clock);
          return { status: 201, body: { success: true, message: 'OK', time, id, url, validUntil: until } };
        }),
      },
    },
    {
      path: '/v1/meeting-invitations/',
      methods: {
        DELETE: forCallers(async (_req, caller, id) => {
          if (invites === undefined) return nowhere();
          if (!(await invites.revokeInvitation(id, caller))) return refused(404, 'there is no such invitation');
          return { status: 200, body: { success: true, message: 'OK', time: epochSeconds(clock) } };
        }),
      },
    },
  ];
}
