import path from 'node:path';
import { freePort } from '../test/support/free-port.ts';
import { startMail } from '../test/support/mail.ts';
import { startPorter } from '../test/support/porter-process.ts';
import { startSynapse } from '../test/support/synapse.ts';
import { startServer } from './processes.ts';
import { release } from './release.ts';
import { median, spreadOf } from './statistics.ts';
import { NOISY, type Row } from './table.ts';

const STARTS = 21;
const BUDGET = 6;
const bareServer = path.join(import.meta.dirname, 'servers', 'bare.mjs');

/** An installation that has run before, its Synapse beside it: what a restart finds. */
export async function rows(): Promise<readonly Row[]> {
  await using synapse = await startSynapse();
  await using mail = await startMail();
  const main = await release();
  await synapse.promotePorter(await synapse.registerAdmin());
  await using porter = await startPorter({ synapse, mail, program: { release: main }, start: false });
  await porter.start({ wait: 'ready' });
  await porter.stop();

  const port = await freePort();
  const times: { readonly porter: number; readonly limit: number }[] = [];
  const once = async (args: readonly string[], url: string): Promise<number> => {
    await using started = await startServer(args, url);
    return started.ms;
  };
  for (let start = 0; start < STARTS; start += 1) {
    const ours = await once([main, 'serve', '--config', porter.configFile], `${porter.operations}/healthz`);
    times.push({ porter: ours, limit: await once([bareServer, String(port)], `http://127.0.0.1:${port}/`) });
  }
  const limits = times.map(({ limit }) => limit);
  const ratio = median(times.map(({ porter: ours, limit }) => ours / limit));
  const spread = spreadOf(limits);
  return [
    {
      ...{ id: 'B14', measure: 'start until ready, bundled; bare node:http until listening' },
      ...{
        porter: `${median(times.map((time) => time.porter)).toFixed(0)} ms`,
        limit: `${median(limits).toFixed(0)} ms`,
      },
      ...{ ratio: ratio.toFixed(2), budget: `≤ ${BUDGET.toFixed(2)}` },
      ok: ratio <= BUDGET ? 'yes' : spread > NOISY ? 'noisy' : 'no',
    },
  ];
}
