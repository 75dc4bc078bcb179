import { type CaughtLetter, type MailOptions, startMail, type TestMail } from '../../support/mail.ts';
import type { MatrixUser, RoomEvent } from '../../support/matrix-user.ts';
import { type PorterProcess, startPorter } from '../../support/porter-process.ts';
import { type SynapseOptions, startSynapse, type TestSynapse } from '../../support/synapse.ts';

export interface HouseOptions {
  readonly synapse?: SynapseOptions;
  readonly mail?: MailOptions;
  /** Merged into the minimal configuration. */
  readonly config?: Readonly<Record<string, unknown>>;
  readonly program?: 'source' | 'crash-build';
  /** `PORTER_CRASH_AT` of a start before the real one, which must end by it. */
  readonly crashFirstAt?: string;
  /** false: nothing is promoted and Porter is not started. */
  readonly start?: boolean;
}

/** A server whose door Porter keeps: a real Synapse, a real mail server, Porter as its own process, people in the team room. */
export interface House extends AsyncDisposable {
  readonly synapse: TestSynapse;
  readonly mail: TestMail;
  readonly porter: PorterProcess;
  /** Server admin, and admin of the team room. */
  readonly admin: MatrixUser;
  readonly ada: MatrixUser;
  readonly bo: MatrixUser;
  /** The team room's ID; asked for by its alias. */
  readonly room: string;
  /** The live notice for this future ID, in the given voting round (1 is the first). */
  notice(userId: string, round?: number): Promise<RoomEvent>;
  /** What people see of it now. */
  shown(notice: RoomEvent): Promise<string>;
  /** Messages in the thread of the notice so far, oldest first. */
  thread(notice: RoomEvent): Promise<readonly string[]>;
  letter(to: string, part: string): Promise<CaughtLetter>;
}

/** People try again and again in a test: the caps of `hardening.md` have tests of their own. */
export const wideLimits = {
  perDay: 1_000_000,
  open: 1_000_000,
  perDomainPerDay: 1_000_000,
  unprovedPerHour: 1_000_000,
  unprovedPerDomainPerDay: 1_000_000,
  perNetworkAtOnce: 1_000_000,
  perNetworkPerHour: 1_000_000,
  nameChecksAtOnce: 1_000_000,
};

/** Milliseconds. Porter's looks, and its tries of a place that was out of order, lie up to a minute apart. */
export const PATIENCE = 120_000;

export async function openHouse(options: HouseOptions = {}): Promise<House> {
  await using opening = new AsyncDisposableStack();
  const synapse = opening.use(await startSynapse(options.synapse));
  const mail = opening.use(await startMail(options.mail));
  const admin = await synapse.registerAdmin();
  const [ada, bo] = [await synapse.registerUser('ada'), await synapse.registerUser('bo')];
  const given = (options.config ?? {}) as { registration?: Record<string, unknown> };
  const porter = opening.use(
    await startPorter({
      synapse,
      mail,
      ...(options.program === undefined ? {} : { program: options.program }),
      config: {
        ...given,
        registration: { admin: admin.userId, declineDelay: '1s', limits: wideLimits, ...given.registration },
      },
      start: false,
    }),
  );
  let room = '';
  if (options.start !== false) {
    await synapse.promotePorter(admin);
    if (options.crashFirstAt !== undefined) {
      await porter.start({ wait: 'nothing', env: { PORTER_CRASH_AT: options.crashFirstAt } });
      await porter.ended();
    }
    await porter.start({ wait: 'ready' });
    room = await admin.join(`#team:${synapse.serverName}`);
    for (const user of [ada, bo]) {
      await admin.invite(room, user.userId);
      await user.join(room);
    }
  }

  const isNotice = (userId: string) => (event: RoomEvent) =>
    event.type === 'm.room.message' &&
    event.sender === synapse.userId('porter') &&
    event.content['m.relates_to'] === undefined &&
    String(event.content.body).includes(userId);

  const opened = opening.move();
  return {
    ...{ synapse, mail, porter, admin, ada, bo, room },
    async notice(userId, round = 1) {
      let seen = new Set<string>();
      return admin.waitFor(
        room,
        (event) => {
          if (isNotice(userId)(event)) seen = seen.add(event.event_id);
          return seen.size >= round && isNotice(userId)(event) && [...seen].at(-1) === event.event_id;
        },
        PATIENCE,
      );
    },
    shown: async ({ event_id }) => String((await admin.shown(room, event_id)).body),
    async thread({ event_id }) {
      const events = await admin.relations(room, event_id, 'm.thread');
      return events.toReversed().map(({ content }) => String(content.body));
    },
    letter: (to, part) =>
      mail.waitForLetter((letter) => letter.to.includes(to) && letter.text.includes(part), PATIENCE),
    [Symbol.asyncDispose]: () => opened.disposeAsync(),
  };
}
