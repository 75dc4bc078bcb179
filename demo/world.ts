import { mkdtemp, rm } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { eventually } from '../test/support/eventually.ts';
import { startMail, type TestMail } from '../test/support/mail.ts';
import type { MatrixUser } from '../test/support/matrix-user.ts';
import { startSynapse, type TestSynapse } from '../test/support/synapse.ts';
import { type DemoPorter, startPorter } from './porter.ts';

/** Everything that the demo plays with. Disposing ends what was started, in reverse, by process id. */
export interface World extends AsyncDisposable {
  readonly synapse: TestSynapse;
  readonly mail: TestMail;
  readonly porter: DemoPorter;
  /** Server admin and owner of the team room. */
  readonly admin: MatrixUser;
  /** Votes. */
  readonly moderator: MatrixUser;
  /** The team room's id. */
  readonly room: string;
}

export const ADMIN_PASSWORD = 'password-of-admin';
export const MODERATOR_PASSWORD = 'password-of-moderator';

/**
 * @param told hears what has happened, one sentence at a time
 * @param asked when it aborts, what was opened so far is closed again
 */
export async function openWorld(told: (sentence: string) => void, asked: AbortSignal): Promise<World> {
  await using opened = new AsyncDisposableStack();
  const dir = await mkdtemp(path.join(os.tmpdir(), 'porter-demo-'));
  opened.defer(() => rm(dir, { recursive: true, force: true }));

  const mail = opened.use(await startMail());
  const synapse = opened.use(await startSynapse());
  told(`A real Synapse runs at ${synapse.url} as ${synapse.serverName}, a mail catcher at ${mail.url}.`);

  asked.throwIfAborted();
  const admin = await synapse.registerAdmin('admin');
  const moderator = await synapse.registerUser('moderator');
  await synapse.promotePorter(admin);
  const room = await admin.createRoom({ name: 'Team', alias: 'team', invite: [moderator.userId] });
  await moderator.join(room);
  told(`${admin.userId} made the team room #team:porter.test, and ${moderator.userId} joined it.`);

  const porter = await startPorter({
    dir,
    homeserver: synapse.url,
    registrationFile: synapse.registrationFile,
    smtp: mail.url,
  });
  opened.defer(async () => void (await porter.child.stop('SIGTERM', 25_000)));
  synapse.relay.aim(porter.appservicePort);

  const failed = Promise.race([whenAborted(asked), whenEnded(porter)]);
  failed.catch(() => {});
  await Promise.race([failed, invite(admin, room, synapse.userId('porter'))]);
  await Promise.race([failed, waitUntilOpen(porter)]);
  told(`Porter is in the team room, and the door is open at ${porter.site}.`);

  const rest = opened.move();
  return {
    synapse,
    mail,
    porter,
    admin,
    moderator,
    room,
    [Symbol.asyncDispose]: () => rest.disposeAsync(),
  };
}

async function whenEnded(porter: DemoPorter): Promise<never> {
  const code = await porter.child.ended;
  throw new Error(`Porter ended by itself (${code}). Its last words:\n${await porter.lastLines(15)}`);
}

export function whenAborted(signal: AbortSignal): Promise<never> {
  return new Promise((_, reject) => {
    const end = () => reject(signal.reason);
    if (signal.aborted) end();
    else signal.addEventListener('abort', end, { once: true });
  });
}

async function invite(admin: MatrixUser, room: string, porter: string): Promise<void> {
  await admin.invite(room, porter);
  await eventually(async () => (await admin.state(room, 'm.room.member', porter))?.['membership'] === 'join', {
    timeoutMs: 90_000,
    everyMs: 100,
    what: 'Porter to join the team room',
  });
}

async function waitUntilOpen(porter: DemoPorter): Promise<void> {
  let says = '';
  await eventually(
    async () => {
      const state = await porter.ready();
      says = state.says;
      return state.ready;
    },
    { timeoutMs: 90_000, everyMs: 100, what: 'the door to open' },
  ).catch(async (error: unknown) => {
    throw new Error(`The door did not open. /readyz says: ${says}\n${await porter.lastLines(15)}`, { cause: error });
  });
}
