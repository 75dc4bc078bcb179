import type { HostPort } from '../../kernel/host-port.ts';
import type { Logger } from '../../kernel/log.ts';
import type { RefusalKind, SayRefusal } from '../../web/door-refusal.ts';
import { openJsonDoor } from '../../web/json-door.ts';
import type { OpenListener } from '../../web/listener.ts';
import { type Figure, renderMetrics } from './metrics.ts';

export interface Readiness {
  readonly ready: boolean;
  /** One sentence each: what stands in the way and the next step. Also warnings of a part that is ready. */
  readonly reasons: readonly string[];
}

/** What this door reports. The composition root implements it. */
export interface OperationsFacts {
  /** Database writable, migrations current, homeserver seen, oldest job young enough. A rejection counts as not ready. */
  ready(): Promise<Readiness>;
  /** Never labelled by person, room or address. */
  measure(): Promise<readonly Figure[]>;
}

export interface OperationsNeeds {
  readonly listen: HostPort;
  readonly facts: OperationsFacts;
  readonly log: Logger;
}

/** Health, readiness and metrics for the operator's own tools, open to everybody who reaches the listener. */
export function openOperations({ listen, facts, log: parent }: OperationsNeeds): Promise<OpenListener> {
  const log = parent.with({ part: 'operations' });

  async function readiness(): Promise<Readiness> {
    try {
      return await facts.ready();
    } catch (error) {
      log.warn('readiness could not be told', { error });
      return { ready: false, reasons: ['Readiness could not be told; the log says why.'] };
    }
  }

  return openJsonDoor({
    ...{ listen, log, sayRefusal },
    routes: [
      {
        ...{ method: 'GET', path: '/healthz', open: true },
        respond: () => ({ status: 200, body: { status: 'alive' } }),
      },
      {
        ...{ method: 'GET', path: '/readyz', open: true },
        async respond() {
          const { ready, reasons } = await readiness();
          return { status: ready ? 200 : 503, body: { ready, reasons } };
        },
      },
      {
        ...{ method: 'GET', path: '/metrics', open: true },
        respond: async () => ({ status: 200, body: await renderMetrics(await facts.measure()), headers: METRICS }),
      },
    ],
  });
}

/** The text format of Prometheus. */
const METRICS = { 'Content-Type': 'text/plain; version=0.0.4; charset=utf-8' };

const sentences: Partial<Record<RefusalKind, string>> = {
  'not-found': 'There is no such page.',
  method: 'Only GET is possible here.',
};

/** In plain words, because people open these addresses, too. */
const sayRefusal: SayRefusal = ({ kind, status, faultId }) => ({
  status,
  body: `${sentences[kind] ?? `This could not be told; the log says why under ${faultId}.`}\n`,
  headers: { 'Content-Type': 'text/plain; charset=utf-8' },
});
