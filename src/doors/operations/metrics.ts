import type { Metric } from '@prometheus-io/client';

/** One number of a figure. */
export interface Sample {
  readonly value: number;
  /** The same names in all samples of a figure. */
  readonly labels?: Readonly<Record<string, string>>;
  /** What follows the name in a histogram: `_bucket` (with the label `le`), `_sum` or `_count`. */
  readonly suffix?: '_bucket' | '_sum' | '_count';
}

/** A figure as it stands now. It is told even without samples, so that whoever watches it knows that it exists. */
export interface Figure {
  /** e.g. `porter_outbox_jobs`; that of a counter ends in `_total`. */
  readonly name: string;
  readonly help: string;
  /** A counter and a histogram begin at 0 with the process and only grow. */
  readonly type: 'gauge' | 'counter' | 'histogram';
  readonly samples: readonly Sample[];
}

/** A figure that is one number. */
export const gauge = (name: string, help: string, value: number): Figure => ({
  ...{ name, help, type: 'gauge', samples: [{ value }] },
});

/** Writes figures in the text format of Prometheus. The registry is made each time, because nothing is counted between two scrapes. */
export async function renderMetrics(figures: readonly Figure[]): Promise<string> {
  const { Registry } = await import('@prometheus-io/client');
  const registry = new Registry();
  for (const figure of [...ofProcess(), ...figures]) {
    const { name, help, type, samples } = figure;
    const values = samples.map(({ value, labels = {}, suffix = '' }) => ({
      ...{ value, labels, metricName: `${name}${suffix}` },
    }));
    // The registry asks nothing else of a metric, and its own histograms cannot be set to what was counted before.
    registry.registerMetric({ name, get: async () => ({ name, help, type, values }) } as unknown as Metric);
  }
  return registry.metrics();
}

/** As every program calls them that Prometheus watches. */
const ofProcess = (): readonly Figure[] => [
  gauge('process_resident_memory_bytes', 'Resident memory of the process.', process.memoryUsage.rss()),
  gauge('process_start_time_seconds', 'When the process started, seconds since 1970.', startedAt),
];

const startedAt = Math.round(performance.timeOrigin / 1_000);
