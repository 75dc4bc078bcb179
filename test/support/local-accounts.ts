import { writeFile } from 'node:fs/promises';
import path from 'node:path';
import type { TestMail } from './mail.ts';
import type { MatrixUser } from './matrix-user.ts';
import { runPorterCommand } from './porter-command.ts';
import { type PorterProcess, startPorter } from './porter-process.ts';
import type { TestSynapse } from './synapse.ts';

/** A Porter whose user is admin of this Synapse, with accounts that live here and no door; ready. @param listen of the identity API */
export async function startAccountsPorter(at: {
  readonly synapse: TestSynapse;
  readonly mail: TestMail;
  readonly listen: string;
  /** Who makes Porter's user admin. */
  readonly admin: MatrixUser;
}): Promise<PorterProcess> {
  const { synapse, mail, listen, admin } = at;
  await synapse.promotePorter(admin);
  const porter = await startPorter({
    ...{ synapse, mail, start: false },
    config: {
      registration: undefined,
      accounts: { store: 'local', argon2: { memoryMiB: 19, passes: 2 } },
      identityApi: { listen },
    },
  });
  await porter.start({ wait: 'ready' });
  return porter;
}

/** Runs `porter accounts` in the folder of this Porter, and throws if it fails. Resolves with what it prints. */
export async function runAccounts({ dir }: PorterProcess, args: string, input?: string): Promise<string> {
  const { code, stdout, stderr } = await runPorterCommand(['accounts', ...args.split(' ')], {
    ...{ cwd: dir, ...(input === undefined ? {} : { input }) },
  });
  if (code !== 0) throw new Error(`porter accounts ${args}: ${code} ${stderr}`);
  return stdout;
}

/** Makes this Synapse ask that Porter for passwords, by Porter's module. */
export async function installPasswordModule(synapse: TestSynapse, porter: PorterProcess, listen: string) {
  await writeFile(path.join(synapse.dir, 'porter_password.py'), await runAccounts(porter, 'synapse-module'));
  await synapse.restart({
    password_config: { localdb_enabled: false },
    modules: [{ module: 'porter_password.PorterPassword', config: { url: `http://${listen}` } }],
  });
}
