import { wideLimits } from '../test/journeys/support/house.ts';
import { startMail, type TestMail } from '../test/support/mail.ts';
import type { MatrixUser } from '../test/support/matrix-user.ts';
import { type PorterProcess, startPorter } from '../test/support/porter-process.ts';
import { type SynapseOptions, startSynapse, type TestSynapse } from '../test/support/synapse.ts';
import { type ObservingProxy, startObservingProxy } from './observing-proxy.ts';
import { release } from './release.ts';

/** A real Synapse, a mail server, and the release of Porter as a process of its own, ready. */
export interface BenchHouse extends AsyncDisposable {
  readonly synapse: TestSynapse;
  readonly mail: TestMail;
  readonly porter: PorterProcess;
  readonly admin: MatrixUser;
  readonly ada: MatrixUser;
  /** The team room's ID. */
  readonly room: string;
  /** Between Porter and Synapse, and for the limit as well. */
  readonly proxy: ObservingProxy;
}

export interface BenchHouseOptions {
  readonly synapse?: SynapseOptions;
  /** Before Porter starts. */
  readonly prepare?: (house: Omit<BenchHouse, 'room' | typeof Symbol.asyncDispose>) => Promise<void>;
  /** Whether Porter's requests go through `proxy`, which costs some tenths of a millisecond each. */
  readonly observed?: boolean;
}

export async function openBenchHouse(options: BenchHouseOptions = {}): Promise<BenchHouse> {
  await using opening = new AsyncDisposableStack();
  const synapse = opening.use(await startSynapse(options.synapse));
  const mail = opening.use(await startMail());
  const proxy = opening.use(await startObservingProxy(synapse.url));
  const admin = await synapse.registerAdmin();
  const ada = await synapse.registerUser('ada');
  const porter = opening.use(
    await startPorter({
      ...{ synapse, mail, program: { release: await release() }, start: false },
      config: {
        ...(options.observed ? { homeserver: { url: proxy.url } } : {}),
        registration: { admin: admin.userId, limits: wideLimits },
        logging: { level: 'warn' },
      },
    }),
  );
  await synapse.promotePorter(admin);
  await options.prepare?.({ synapse, mail, porter, admin, ada, proxy });
  await porter.start({ wait: 'ready' });
  const room = await admin.join(`#team:${synapse.serverName}`);
  await admin.invite(room, ada.userId);
  await ada.join(room);
  const opened = opening.move();
  return { synapse, mail, porter, admin, ada, room, proxy, [Symbol.asyncDispose]: () => opened.disposeAsync() };
}
