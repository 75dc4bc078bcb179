/** `tokens-tcp.ts all|guests|off`: Porter's door for tokens over TCP, whose tokens are on the record. */
import { openInbound } from '../../src/doors/token-service/tcp/open-inbound.ts';
import { SECOND, systemClock } from '../../src/kernel/clock.ts';
import { silentLog } from '../../src/kernel/log.ts';
import type { MeetingsSettings } from '../../src/meetings/settings.ts';
import { benchPolicy, openBenchIssue } from '../token-issue.ts';
import { ready } from './ready.ts';

const tokens = await openBenchIssue(process.argv[2] as MeetingsSettings['record']);
const door = await openInbound({
  ...{ listen: { host: '127.0.0.1', port: 0 }, connections: 2_000, issue: tokens.issue, policy: benchPolicy },
  ...{ frameBytes: 65_536, idle: 30 * SECOND, requestsPerSecond: 1_000_000, clock: systemClock, log: silentLog },
});
process.once('SIGTERM', () => void tokens[Symbol.asyncDispose]().then(() => process.exit()));
ready(door.port);
