import type { OpenRoute } from '../../web/json-route.ts';
import { makeCapabilitiesRoute } from './capabilities-route.ts';
import { type ChangePasswordRouteNeeds, makeChangePasswordRoute } from './change-password-route.ts';
import { clientHeaders } from './client-headers.ts';

const CLIENT = '/_matrix/client';

export const passwordPaths = [
  ...['r0', 'v3', 'unstable'].map((version) => `${CLIENT}/${version}/account/password`),
  // Of the PHP bot, to which proxies were told to send the first of these.
  '*/internal/intercept_change_password.php',
];

const capabilitiesPaths = ['r0', 'v3'].map((version) => `${CLIENT}/${version}/capabilities`);

/** The Matrix paths that an operator's proxy sends here instead of to the homeserver. Who may do what, the access tokens say. */
export function makeClientApiRoutes(needs: ChangePasswordRouteNeeds): readonly OpenRoute[] {
  const route = (method: OpenRoute['method'], path: string, respond: OpenRoute['respond']): OpenRoute => ({
    ...{ method, path, respond, open: true, headers: clientHeaders },
  });
  const change = makeChangePasswordRoute(needs);
  const capabilities = makeCapabilitiesRoute(needs.ask);
  return [
    ...passwordPaths.map((path) => route('POST', path, change)),
    ...capabilitiesPaths.map((path) => route('GET', path, capabilities)),
    // A browser asks so before it sends a token (Fetch standard, "CORS-preflight request").
    ...[...passwordPaths, ...capabilitiesPaths].map((path) =>
      route('OPTIONS', path, () => ({ status: 200, body: {} })),
    ),
  ];
}
