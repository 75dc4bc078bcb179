import type { Clock } from '../../../kernel/clock.ts';
import type { PublicKey } from '../../../meetings/ports.ts';
import type { InviteUseCases, IssueToken, JoinUrl } from '../../../meetings/use-cases.ts';
import { invitationRoutes } from './invitation-routes.ts';
import openapi from './openapi.json' with { type: 'json' };
import { keyRoutes } from './public-keys.ts';
import type { TokenRoute } from './requests.ts';
import { tokenRoute } from './token-route.ts';

export interface TokenRouteNeeds {
  readonly issue: IssueToken;
  readonly joinUrl: JoinUrl;
  /** Undefined without pages for guests to come to. */
  readonly invites: InviteUseCases | undefined;
  readonly publicKeys: readonly PublicKey[];
  readonly clock: Clock;
}

/** Every route of the door. `openapi.json` describes the same, and a test compares the two. */
export function makeTokenRoutes(needs: TokenRouteNeeds): readonly TokenRoute[] {
  const document = `${JSON.stringify(openapi)}\n`;
  return [
    tokenRoute(needs),
    ...invitationRoutes(needs),
    ...keyRoutes(needs.publicKeys),
    { method: 'GET', path: '/v1/openapi.json', open: true, respond: () => ({ status: 200, body: document }) },
  ];
}
