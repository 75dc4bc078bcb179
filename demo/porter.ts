import { mkdir, readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { request } from 'undici';
import { launch, NO_NODE, ROOT } from '../scripts/launch.mjs';
import { systemClock } from '../src/kernel/clock.ts';
import { makeIds } from '../src/kernel/ids.ts';
import { makeKeyFile } from '../src/security/key-file.ts';
import { type Child, startChild } from '../test/support/child.ts';
import { portNear } from './ports.ts';

export interface PorterOptions {
  /** Everything of this Porter lies here. */
  readonly dir: string;
  readonly homeserver: string;
  readonly registrationFile: string;
  readonly smtp: string;
}

/** Porter itself, as its own process, with the smallest configuration that does the whole job. */
export interface DemoPorter {
  /** Base of the public pages. */
  readonly site: string;
  readonly operations: string;
  readonly appservicePort: number;
  readonly child: Child;
  /** What `/readyz` says now; `ready` is false also while nobody answers. */
  ready(): Promise<{ readonly ready: boolean; readonly says: string }>;
  /** The last lines of its log. */
  lastLines(count: number): Promise<string>;
}

export async function startPorter({ dir, homeserver, registrationFile, smtp }: PorterOptions): Promise<DemoPorter> {
  const [sitePort, appservicePort, operationsPort] = [await portNear(8480), await portNear(8482), await portNear(8486)];
  const site = `http://127.0.0.1:${sitePort}`;
  const operations = `http://127.0.0.1:${operationsPort}`;
  const configFile = path.join(dir, 'config.yaml');
  const log = path.join(dir, 'porter.log');

  await mkdir(path.join(dir, 'data'), { mode: 0o700 });
  await makeKeyFile(path.join(dir, 'data', 'porter.key'), makeIds(systemClock.now));
  // JSON is YAML. Beyond the smallest file: refusals leave soon, and somebody who tries the form often is not shut out.
  const config = {
    homeserver: { url: homeserver, serverName: 'porter.test', publicUrl: homeserver },
    appservice: { registration: registrationFile, listen: `127.0.0.1:${appservicePort}` },
    storage: { sqlite: 'data/porter.db' },
    secrets: { key: { file: 'data/porter.key' } },
    mail: { from: 'Porter <porter@porter.test>', smtp },
    site: { listen: `127.0.0.1:${sitePort}`, publicUrl: site, title: 'Porter demo' },
    registration: {
      room: '#team:porter.test',
      approvals: 1,
      declines: 1,
      declineDelay: '20s',
      limits: { perNetworkAtOnce: 100, perNetworkPerHour: 1_000, perDay: 1_000, perDomainPerDay: 1_000 },
    },
    accounts: { store: 'synapse' },
    operations: { listen: `127.0.0.1:${operationsPort}` },
  };
  await writeFile(configFile, `${JSON.stringify(config, null, 2)}\n`, { mode: 0o600 });

  const command = launch([path.join(ROOT, 'src', 'main.ts'), 'serve', '--config', configFile]);
  if (command === undefined) throw new Error(NO_NODE);
  const child = startChild({ ...command, cwd: dir, log, deathSignal: 'TERM' });

  return {
    site,
    operations,
    appservicePort,
    child,
    async ready() {
      try {
        const answer = await request(`${operations}/readyz`, { headersTimeout: 5_000 });
        return { ready: answer.statusCode === 200, says: await answer.body.text() };
      } catch {
        return { ready: false, says: child.running ? 'Porter does not answer yet.' : 'Porter has ended.' };
      }
    },
    async lastLines(count) {
      const text = await readFile(log, 'utf8').catch(() => '');
      return text.trimEnd().split('\n').slice(-count).join('\n');
    },
  };
}
