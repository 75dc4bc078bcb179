/** Porter's door for tokens over HTTP, every token on the record. */
import { openTokenHttp } from '../../src/doors/token-service/http/open-http.ts';
import { systemClock } from '../../src/kernel/clock.ts';
import { makeIds } from '../../src/kernel/ids.ts';
import { silentLog } from '../../src/kernel/log.ts';
import { Secret } from '../../src/kernel/secret.ts';
import { makeJoinUrl } from '../../src/meetings/join-url.ts';
import { benchPolicy, openBenchIssue } from '../token-issue.ts';
import { ready } from './ready.ts';

const tokens = await openBenchIssue('all');
const door = await openTokenHttp({
  listen: { host: '127.0.0.1', port: 0 },
  callers: [{ name: 'bench', token: new Secret('bench-token'), policy: benchPolicy, requestsPerSecond: 1_000_000 }],
  ...{ issue: tokens.issue, invites: undefined, publicKeys: [] },
  joinUrl: makeJoinUrl({ url: 'https://meet.example.org', domain: 'meet.jitsi', profile: 'own' }),
  ...{ clock: systemClock, ids: makeIds(systemClock.now), log: silentLog },
});
process.once('SIGTERM', () => void tokens[Symbol.asyncDispose]().then(() => process.exit()));
ready(door.port);
