import { isChannelName } from '../../app/channels.ts';
import { knownKinds, knownPlaces } from '../../app/jobs-in-words.ts';
import { deliveriesTo, targetsByDestination } from '../../app/notifications/targets.ts';
import type { OutboxTools } from '../../app/outbox-tools.ts';
import { troubleInWords } from '../../app/place-states.ts';
import { placeOf } from '../../kernel/channel-name.ts';
import { DAY, HOUR, MINUTE, systemClock } from '../../kernel/clock.ts';
import { type Exit, FINE, WRONG } from '../exit.ts';
import { asSentence, columns, complain, print, printJson, utcText } from '../print.ts';
import { ends, states } from '../states.ts';
import { type CommonOptions, wrong } from '../with-config.ts';
import { withOutbox } from '../with-tools.ts';
import { type JobView, type Listed, resultOf, shownJob, shownState } from './shown-job.ts';

type Counts = Awaited<ReturnType<OutboxTools['outbox']['counts']>>;
type Paused = Awaited<ReturnType<OutboxTools['pausedPlaces']>>[number];

export interface ListOptions extends CommonOptions {
  readonly state?: string;
  readonly place?: string;
  readonly kind?: string;
  readonly target?: string;
  readonly limit: string;
}

export const listJobs = (options: ListOptions): Promise<Exit> => {
  const { place, kind } = options;
  const end = Object.entries(ends).find(([known]) => known === options.state);
  const state = end ? 'done' : states.find((known) => known === options.state);
  const limit = Number(options.limit);
  const faults = [
    ...notOne('--state', options.state, [...states, ...Object.keys(ends)]),
    ...(place !== undefined && isChannelName(place) ? [] : notOne('--place', place, knownPlaces)),
    ...notOne('--kind', kind, knownKinds),
    ...(limit >= 1 && limit <= 10_000 ? [] : ['--limit takes a number from 1 to 10000']),
  ];
  if (faults.length > 0) {
    complain(faults.join('\n'));
    return Promise.resolve(WRONG);
  }
  return withOutbox(options, async ({ outbox, words, pausedPlaces }, { config }) => {
    const meant = options.target === undefined ? undefined : deliveriesTo(config, options.target);
    if (meant?.ok === false) return wrong(options, asSentence(`--target: ${meant.detail}`));
    const filter = { place, kind, ...meant?.value.filter };
    const found = await outbox.list({ state, code: end?.[1], ...filter, limit });
    const said = await words.describeAll(found);
    const targets = targetsByDestination(config);
    const jobs = found.flatMap((job, index): readonly Listed[] => {
      const own = said[index];
      return own === undefined ? [] : [{ job, words: own, targets: targets.get(job.destination) ?? [] }];
    });
    const counts = await outbox.counts(filter);
    const paused = (await pausedPlaces()).filter((each) => jobs.some(({ job }) => waitsFor(job) === each.place));
    if (options.json) {
      printJson({ jobs: jobs.map((one) => ({ ...shownJob(one), targets: one.targets })), counts, paused });
    } else print([...listed(jobs, counts, options.state), ...paused.map(pauseSentence)].join('\n'));
    return FINE;
  });
};

/** The place that has to work before this job goes on, if it waits for one. */
const waitsFor = ({ state, waitsFor: other, destination }: JobView): string | undefined =>
  state === 'waiting' ? (other ?? placeOf(destination)) : undefined;

const pauseSentence = (paused: Paused): string =>
  `What is for ${paused.place} waits since ${utcText(paused.since)} UTC: ${troubleInWords(paused)}`;

function listed(jobs: readonly Listed[], counts: Counts, state: string | undefined): readonly string[] {
  if (state !== undefined && jobs.length === 0) {
    return [state === 'dead' ? 'No dead letters.' : `No jobs are ${state}.`];
  }
  const sums = states.flatMap((of) => {
    const sum = counts.filter((count) => count.state === of).reduce((total, count) => total + count.jobs, 0);
    return sum === 0 ? [] : [`${sum} ${of}`];
  });
  const idle = jobs.filter(({ words }) => words.idle !== undefined).length;
  const now = systemClock.now();
  const rows = jobs.map(({ job, words, targets }) => [
    ...[String(job.number), shownState(job), ageText(now - job.createdAt), placeOf(job.destination), targets.join(' ')],
    ...[[words.what, words.idle ?? []].flat().join('; '), utcText(job.dueAt), String(job.attempt), resultOf(job)],
  ]);
  const heading = ['no.', 'state', 'age', 'place', 'target', 'what', 'due (UTC)', 'attempts', 'last words'];
  return [
    sums.length === 0 ? 'Nothing is waiting.' : `${sums.join(', ')}.`,
    ...(idle === 0
      ? []
      : [
          `${idle} of the jobs below ${idle === 1 ? 'is' : 'are'} void: nothing will happen by ${idle === 1 ? 'it' : 'them'}.`,
        ]),
    ...(jobs.length === 0 ? [] : [columns([heading, ...rows])]),
  ];
}

/** `5 min`, `3 h`, `2 d`: how long ago a job was made. */
function ageText(age: number): string {
  if (age < HOUR) return `${Math.max(0, Math.floor(age / MINUTE))} min`;
  return age < 2 * DAY ? `${Math.floor(age / HOUR)} h` : `${Math.floor(age / DAY)} d`;
}

const notOne = (option: string, given: string | undefined, known: readonly string[]): readonly string[] =>
  given === undefined || known.includes(given) ? [] : [`${option} takes ${known.join(', ')}`];
