import type { Gauge } from '@prometheus-io/client';

/** The present value of one figure. Figures with one name have the same help and the same label names. */
export interface Measurement {
  /** e.g. `porter_outbox_jobs` */
  readonly name: string;
  readonly help: string;
  readonly value: number;
  readonly labels?: Readonly<Record<string, string>>;
}

/** Writes figures in the text format of Prometheus. The registry is made each time, because nothing is counted between two scrapes. */
export async function renderMetrics(measurements: readonly Measurement[]): Promise<string> {
  const { Gauge, Registry } = await import('@prometheus-io/client');
  const registry = new Registry();
  const gauges = new Map<string, Gauge<string>>();
  const memory: Measurement = {
    name: 'process_resident_memory_bytes',
    help: 'Resident memory of the process.',
    value: process.memoryUsage.rss(),
  };
  for (const { name, help, value, labels = {} } of [memory, ...measurements]) {
    const known = gauges.get(name);
    const gauge = known ?? new Gauge({ name, help, labelNames: Object.keys(labels), registers: [registry] });
    if (known === undefined) gauges.set(name, gauge);
    gauge.set(labels, value);
  }
  return registry.metrics();
}
