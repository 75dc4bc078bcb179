import type { OpenRoute } from '../../web/json-route.ts';
import { makeCapabilitiesRoute } from './capabilities-route.ts';
import { type ChangePasswordRouteNeeds, makeChangePasswordRoute } from './change-password-route.ts';
import { clientHeaders } from './client-headers.ts';
import { clientDocument } from './describe.ts';
import { makeUserDirectoryRoute, type UserDirectoryRouteNeeds } from './user-directory-route.ts';

const CLIENT = '/_matrix/client';

export const passwordPaths = [
  ...['r0', 'v3', 'unstable'].map((version) => `${CLIENT}/${version}/account/password`),
  // Of the PHP bot, to which proxies were told to send the first of these.
  '*/internal/intercept_change_password.php',
];

const capabilitiesPaths = ['r0', 'v3'].map((version) => `${CLIENT}/${version}/capabilities`);
export const userDirectoryPaths = ['r0', 'v3'].map((version) => `${CLIENT}/${version}/user_directory/search`);

export type ClientApiRouteNeeds = ChangePasswordRouteNeeds & UserDirectoryRouteNeeds;

/**
 * The Matrix paths that an operator's proxy sends here instead of to the homeserver. Who may do what, the access tokens say.
 * `clientDocument` describes the same.
 */
export function makeClientApiRoutes(needs: ClientApiRouteNeeds): readonly OpenRoute[] {
  const route = (method: OpenRoute['method'], path: string, respond: OpenRoute['respond']): OpenRoute => ({
    ...{ method, path, respond, open: true, headers: clientHeaders },
  });
  const change = makeChangePasswordRoute(needs);
  const capabilities = makeCapabilitiesRoute(needs.ask);
  const search = makeUserDirectoryRoute(needs);
  return [
    ...passwordPaths.map((path) => route('POST', path, change)),
    ...capabilitiesPaths.map((path) => route('GET', path, capabilities)),
    ...userDirectoryPaths.map((path) => route('POST', path, search)),
    route('GET', '/v1/openapi.json', () => ({ status: 200, body: clientDocument })),
    // A browser asks so before it sends a token (Fetch standard, "CORS-preflight request").
    ...[...passwordPaths, ...capabilitiesPaths, ...userDirectoryPaths].map((path) =>
      route('OPTIONS', path, () => ({ status: 200, body: {} })),
    ),
  ];
}
