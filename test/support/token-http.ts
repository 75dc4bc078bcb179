import { generateKeyPairSync } from 'node:crypto';
import { openTokenHttp, type TokenHttpNeeds } from '../../src/doors/token-service/http/open-http.ts';
import { HOUR } from '../../src/kernel/clock.ts';
import { makeIds } from '../../src/kernel/ids.ts';
import { silentLog } from '../../src/kernel/log.ts';
import { Secret } from '../../src/kernel/secret.ts';
import { makeIssueToken } from '../../src/meetings/issue-token.ts';
import { makeJoinUrl } from '../../src/meetings/join-url.ts';
import type { RecordedToken } from '../../src/meetings/ports.ts';
import type { CallerPolicy } from '../../src/meetings/settings.ts';
import { openTokenKeys } from '../../src/security/open-token-keys.ts';
import { type Answer, ask } from './ask.ts';
import { everythingAllowed, meetingsSettings } from './meetings-settings.ts';
import { makeTestClock, type TestClock } from './test-clock.ts';

export const GAME_TOKEN = 'game-token-0123456789abcdef';
export const WEB_TOKEN = 'web-token-0123456789abcdef';
export const KID = 'porter/2026';

export const little: CallerPolicy = { longest: HOUR, rooms: ['team-*'], everyRoom: false, moderators: false };

export interface TestTokenHttp extends AsyncDisposable {
  readonly port: number;
  readonly clock: TestClock;
  /** What went on the record. */
  readonly noted: readonly RecordedToken[];
  /** Posts as the caller `game`, unless `headers` say otherwise. @param body text and bytes as they are, data as JSON */
  post(path: string, body: unknown, headers?: Readonly<Record<string, string>>): Promise<Answer>;
}

const privateKey = new Secret(
  generateKeyPairSync('rsa', { modulusLength: 2_048 }).privateKey.export({ type: 'pkcs8', format: 'pem' }).toString(),
);

/** Callers of the test door: `game` may have anything, `web` little. @param most requests a second of `game` */
export const testCallers = (most = 100_000): TokenHttpNeeds['callers'] => [
  { name: 'game', token: new Secret(GAME_TOKEN), policy: everythingAllowed, requestsPerSecond: most },
  { name: 'web', token: new Secret(WEB_TOKEN), policy: little, requestsPerSecond: 100_000 },
];

/** The door on a free port of loopback with the real use cases, a key pair and a test clock; `over` changes any of it. */
export async function openTestTokenHttp(over: Partial<TokenHttpNeeds> = {}): Promise<TestTokenHttp> {
  const clock = makeTestClock();
  const ids = makeIds(() => clock.now());
  const noted: RecordedToken[] = [];
  const record = { note: (token: RecordedToken) => void noted.push(token) };
  const keys = await openTokenKeys({ secret: undefined, keys: [{ id: KID, private: privateKey }] });
  const door = await openTokenHttp({
    listen: { host: '127.0.0.1', port: 0 },
    callers: testCallers(),
    issue: makeIssueToken({ settings: meetingsSettings, signer: keys, record, clock, ids }),
    joinUrl: makeJoinUrl(meetingsSettings),
    invites: undefined,
    publicKeys: keys.publicKeys(),
    clock,
    ids,
    log: silentLog,
    ...over,
  });
  return {
    port: door.port,
    clock,
    noted,
    post: (path, body, headers = {}) =>
      ask(door.port, path, {
        method: 'POST',
        body: typeof body === 'string' || Buffer.isBuffer(body) ? body : JSON.stringify(body),
        headers: { 'content-type': 'application/json', authorization: `Bearer ${GAME_TOKEN}`, ...headers },
      }),
    [Symbol.asyncDispose]: () => door[Symbol.asyncDispose](),
  };
}
