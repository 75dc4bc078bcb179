import type { Clock } from '../../../kernel/clock.ts';
import type { PublicKey } from '../../../meetings/ports.ts';
import type { InviteUseCases, IssueToken, JoinUrl } from '../../../meetings/use-cases.ts';
import type { Endpoint } from './endpoint.ts';
import { invitationEndpoints } from './invitation-endpoints.ts';
import openapi from './openapi.json' with { type: 'json' };
import { keyEndpoints } from './public-keys.ts';
import type { ForCallers } from './requests.ts';
import { tokenEndpoint } from './token-endpoint.ts';

export interface EndpointNeeds {
  readonly issue: IssueToken;
  readonly joinUrl: JoinUrl;
  /** Undefined without pages for guests to come to. */
  readonly invites: InviteUseCases | undefined;
  readonly publicKeys: readonly PublicKey[];
  readonly clock: Clock;
}

/** All there is; `openapi.json` says the same in its own words, and a test holds the two together. */
export function makeEndpoints(needs: EndpointNeeds, forCallers: ForCallers): readonly Endpoint[] {
  const document = `${JSON.stringify(openapi)}\n`;
  return [
    tokenEndpoint({ ...needs, forCallers }),
    ...invitationEndpoints({ ...needs, forCallers }),
    ...keyEndpoints(needs.publicKeys),
    { path: '/v1/openapi.json', methods: { GET: () => ({ status: 200, body: document }) } },
  ];
}
