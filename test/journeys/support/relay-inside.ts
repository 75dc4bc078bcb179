import { loadConfig } from '../../../src/app/load-config.ts';
import { openApp } from '../../../src/app.ts';
import { formatProblems } from '../../../src/config/problem.ts';
import { makeIds } from '../../../src/kernel/ids.ts';
import { silentLog } from '../../../src/kernel/log.ts';
import { ask } from '../../support/ask.ts';
import { eventually } from '../../support/eventually.ts';
import { freePort } from '../../support/free-port.ts';
import { type LeapClock, makeLeapClock } from '../../support/leap-clock.ts';
import { startMail, type TestMail } from '../../support/mail.ts';
import { type CommandResult, type PorterProcess, startPorter } from '../../support/porter-process.ts';

const TOKEN = 'canary-token-of-router1-0123456789abcdef';

/** How far a delivery is, as its sender is told. */
interface DeliveryTold {
  readonly state: string;
  readonly held: string | null;
}

/** A relay in this very process, because its waits of hours are to be leapt over. Everything else is real. */
export interface RelayInside extends AsyncDisposable {
  readonly clock: LeapClock;
  readonly mail: TestMail;
  /** Hands one in as the sender `router1`, which reaches `ops` and `night`. Resolves with its id. */
  post(notification: Readonly<Record<string, unknown>>): Promise<string>;
  /** What its sender is told of it. */
  stateOf(id: string): Promise<readonly DeliveryTold[]>;
  /** Subjects of the letters to `<name>@example.org`, in order. */
  subjects(name: string): readonly string[];
  /** Resolves once as many letters have come to it. */
  untilTold(name: string, letters: number): Promise<void>;
  /** Resolves once the first delivery of each of these is in its state. */
  untilState(ids: readonly string[], states: readonly string[]): Promise<void>;
  /** Resolves once so many jobs of this kind wait. */
  untilJobs(kind: string, jobs: number): Promise<void>;
  /** Another command beside it; its clock shows the true time. */
  run(...args: readonly string[]): Promise<CommandResult>;
  /** Stops it and starts it again on the same database and clock, with these settings instead. */
  restart(notifications?: Readonly<Record<string, unknown>>): Promise<void>;
}

/** @param notifications its section: the targets are made of addresses `email:<name>@example.org` */
export async function openRelayInside(notifications: Readonly<Record<string, unknown>>): Promise<RelayInside> {
  const opened = new AsyncDisposableStack();
  const mail = opened.use(await startMail());
  const port = await freePort();
  const porter: PorterProcess = opened.use(
    await startPorter({
      config: {
        mail: { from: 'porter@porter.test', smtp: mail.url },
        notifications,
        intake: { listen: `127.0.0.1:${port}`, senders: { router1: { token: TOKEN, to: ['ops', 'night'] } } },
      },
      start: false,
    }),
  );
  const clock = makeLeapClock();
  const open = async () => {
    const loaded = await loadConfig(porter.configFile);
    if (!loaded.ok) throw new Error(formatProblems(loaded.problems));
    return openApp(loaded, { clock, ids: makeIds(() => clock.now()), log: silentLog });
  };
  let app = await open();
  opened.defer(() => app[Symbol.asyncDispose]());
  const headers = { authorization: `Bearer ${TOKEN}`, 'content-type': 'application/json' };
  const subjects = (name: string) => mail.lettersTo(`${name}@example.org`).map(({ subject }) => subject);
  async function stateOf(id: string): Promise<readonly DeliveryTold[]> {
    const { body } = await ask(port, `/v1/notifications/${id}`, { headers });
    return (JSON.parse(body) as { readonly deliveries: readonly DeliveryTold[] }).deliveries;
  }
  return {
    ...{ clock, mail, subjects, stateOf },
    async post(notification) {
      const { status, body } = await ask(port, '/v1/notifications', {
        ...{ method: 'POST', headers, body: JSON.stringify(notification) },
      });
      if (status !== 202) throw new Error(body);
      return (JSON.parse(body) as { readonly id: string }).id;
    },
    async untilTold(name, letters) {
      const what = `${letters} letters to ${name}`;
      await eventually(() => subjects(name).length >= letters, { timeoutMs: 60_000, what });
    },
    async untilState(ids, states) {
      const now = async () => Promise.all(ids.map(async (id) => (await stateOf(id))[0]?.state));
      await eventually(async () => JSON.stringify(await now()) === JSON.stringify(states), {
        ...{ timeoutMs: 60_000, what: states.join(', ') },
      });
    },
    async untilJobs(kind, jobs) {
      await eventually(
        async () => {
          const { stdout } = await porter.run('outbox', 'list', '--kind', kind, '--state', 'waiting', '--json');
          return (JSON.parse(stdout) as { readonly jobs: readonly unknown[] }).jobs.length === jobs;
        },
        { timeoutMs: 60_000, what: `${jobs} of ${kind}` },
      );
    },
    run: (...args) => porter.run(...args),
    async restart(changed = notifications) {
      await app[Symbol.asyncDispose]();
      await porter.configure({ notifications: changed });
      app = await open();
    },
    [Symbol.asyncDispose]: () => opened.disposeAsync(),
  };
}
