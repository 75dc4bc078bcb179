import { type Deliveries, deliveriesTo } from '../../app/notifications/targets.ts';
import type { OutboxTools } from '../../app/outbox-tools.ts';
import { counted } from '../../kernel/counted.ts';
import { systemUser } from '../../kernel/system-user.ts';
import { type Exit, FINE, REFUSED } from '../exit.ts';
import { asSentence, print, printJson } from '../print.ts';
import { states } from '../states.ts';
import { type CommonOptions, wrong } from '../with-config.ts';
import { withOutbox } from '../with-tools.ts';
import { isConfirmed } from './is-confirmed.ts';

export interface PurgeOptions extends CommonOptions {
  readonly target: string;
  readonly yes?: boolean;
  readonly dryRun?: boolean;
}

/** Jobs that are named before they are given up; people need examples, not a list. */
const NAMED = 5;

/** Gives up all that waits for one target, after a yes. Letters, and what else is for the same place, stay. */
export const purgeJobs = (options: PurgeOptions): Promise<Exit> =>
  withOutbox(options, async (tools, { config }) => {
    const { target, json } = options;
    const meant = deliveriesTo(config, target);
    if (!meant.ok) return wrong(options, asSentence(`--target: ${meant.detail}`));
    const found = await find(tools, meant.value);
    const { jobs, atWork, byState } = found;
    if (jobs === 0 || options.dryRun) {
      if (json) printJson({ ok: true, purged: 0, found: byState });
      else print(jobs === 0 ? `Nothing waits for ${target}.` : `Would be given up: ${inWords(found, target)}`);
      return FINE;
    }
    if (!options.yes) {
      if (json || !process.stdin.isTTY)
        return wrong(options, `${counted(jobs, 'notification')} would be given up for good: say --yes.`);
      print(`To be given up for good: ${inWords(found, target)}`);
      if (!(await isConfirmed())) return REFUSED;
    }
    const purged = await tools.purge(meant.value, { by: `cli:${systemUser()}`, jobs });
    if (json) printJson({ ok: true, purged, found: byState });
    else {
      const sent = atWork === 0 ? '' : ` ${atWork} being sent at this moment ${atWork === 1 ? 'goes' : 'go'} on.`;
      print(`Given up for good: ${counted(purged, 'notification')} to ${target}.${sent}`);
    }
    return FINE;
  });

/** What a purge would give up. */
interface Found {
  readonly jobs: number;
  /** Being sent at this moment: these stay. */
  readonly atWork: number;
  readonly byState: Readonly<Record<string, number>>;
  /** What the newest of them say. */
  readonly examples: readonly string[];
}

async function find({ outbox, words, countFolds }: OutboxTools, meant: Deliveries): Promise<Found> {
  const { filter } = meant;
  const counts = await outbox.counts(filter);
  const byState = new Map<string, number>();
  for (const { state, jobs } of counts) byState.set(state, (byState.get(state) ?? 0) + jobs);
  const folds = await countFolds(meant);
  if (folds > 0) byState.set('waiting', (byState.get('waiting') ?? 0) + folds);
  const examples: string[] = [];
  for (const state of states.filter((each) => each !== 'done' && each !== 'leased')) {
    const newest = await outbox.list({ ...filter, state, limit: NAMED });
    examples.push(...(await words.describeAll(newest)).map(({ what }) => what));
  }
  const all = counts.reduce((sum, { jobs }) => sum + jobs, folds);
  const atWork = byState.get('leased') ?? 0;
  return { jobs: all - atWork, atWork, byState: Object.fromEntries(byState), examples: examples.slice(0, NAMED) };
}

function inWords({ jobs, byState, examples }: Found, target: string): string {
  const sums = Object.entries(byState).map(([state, count]) => `${count} ${state}`);
  const more = jobs > examples.length ? [`and ${jobs - examples.length} more`] : [];
  return [`${counted(jobs, 'notification')} to ${target} (${sums.join(', ')})`, ...examples, ...more].join('\n  ');
}
