import type { IncomingMessage, ServerResponse } from 'node:http';
import type { HostPort } from '../../kernel/host-port.ts';
import type { Logger } from '../../kernel/log.ts';
import { type OpenListener, openListener } from '../../web/listener.ts';
import { type Measurement, renderMetrics } from './metrics.ts';

export interface Readiness {
  readonly ready: boolean;
  /** One sentence each: what stands in the way and the next step. Also warnings of a part that is ready. */
  readonly reasons: readonly string[];
}

/** What the door tells, filled in where everything is wired. */
export interface OperationsFacts {
  /** Database writable, migrations current, homeserver seen, oldest job young enough. A rejection counts as not ready. */
  ready(): Promise<Readiness>;
  /** Never labelled by person, room or address. */
  measure(): Promise<readonly Measurement[]>;
}

export interface OperationsNeeds {
  readonly listen: HostPort;
  readonly facts: OperationsFacts;
  readonly log: Logger;
}

type Answer = (res: ServerResponse) => void | Promise<void>;

const ALIVE = Buffer.from('{"status":"alive"}\n');

/** Health, readiness and metrics for the operator's own tools; no framework, because nothing else is ever served here. */
export function openOperations({ listen, facts, log: parent }: OperationsNeeds): Promise<OpenListener> {
  const log = parent.with({ part: 'operations' });

  const routes = new Map<string, Answer>([
    ['/healthz', (res) => send(res, 200, 'application/json', ALIVE)],
    [
      '/readyz',
      async (res) => {
        const { ready, reasons } = await facts.ready().catch((error: unknown) => {
          log.warn('readiness could not be told', { error });
          return { ready: false, reasons: ['Readiness could not be told; the log says why.'] };
        });
        send(res, ready ? 200 : 503, 'application/json', `${JSON.stringify({ ready, reasons })}\n`);
      },
    ],
    [
      '/metrics',
      async (res) => send(res, 200, 'text/plain; version=0.0.4', await renderMetrics(await facts.measure())),
    ],
  ]);

  const serve = async (req: IncomingMessage, res: ServerResponse) => {
    const url = req.url ?? '';
    const query = url.indexOf('?');
    const answer = routes.get(query < 0 ? url : url.slice(0, query));
    if (answer === undefined) return send(res, 404, 'text/plain', 'There is no such page.\n');
    if (req.method !== 'GET' && req.method !== 'HEAD') {
      res.setHeader('Allow', 'GET, HEAD');
      return send(res, 405, 'text/plain', 'Only GET is possible here.\n');
    }
    await answer(res);
  };

  return openListener({
    listen,
    log,
    app: (req, res) => {
      serve(req, res).catch((error: unknown) => {
        log.error('an operations page could not be answered', { error });
        if (res.headersSent) res.destroy();
        else send(res, 500, 'text/plain', 'This could not be told; the log says why.\n');
      });
    },
  });
}

function send(res: ServerResponse, status: number, type: string, body: string | Buffer): void {
  res.writeHead(status, {
    'Content-Type': `${type}; charset=utf-8`,
    'Content-Length': Buffer.byteLength(body),
    'Cache-Control': 'no-store',
    'X-Content-Type-Options': 'nosniff',
  });
  res.end(res.req.method === 'HEAD' ? undefined : body);
}
