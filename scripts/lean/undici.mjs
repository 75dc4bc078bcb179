/**
 * The part of undici that the release needs: one request over an agent. undici's own index also loads fetch, WebSocket, caches
 * and mocks, 16 MB of memory that nobody uses. Importing a name that is missing here fails the build, or a test where it is imported
 * at run time (test/lean-packages.test.ts).
 */
import send from 'undici/lib/api/api-request.js';
import buildConnector from 'undici/lib/core/connect.js';
import Agent from 'undici/lib/dispatcher/agent.js';

export { Agent, buildConnector };

let shared;

export function request(url, { dispatcher, ...options } = {}) {
  const { origin, pathname, search } = new URL(url);
  shared ??= new Agent();
  const { method = 'GET' } = options;
  return send.call(dispatcher ?? shared, { ...options, origin, path: pathname + search, method });
}
