import { mkdtemp } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { needsRoot } from '../as-nobody.ts';
import { freePort } from '../free-port.ts';
import { startMail, type TestMail } from '../mail.ts';
import { needs } from '../needs.ts';
import { makeServerProcess } from '../server-process.ts';
import { certificate, needsOpenssl } from '../smtp.ts';

export const LOGIN = { user: 'porter', password: 'canary-mail-0123456789abcdef' };
/** The server refuses the first for good and the second for now. */
export const GONE = 'gone@example.org';
export const BUSY = 'busy@example.org';

/** Users whom the packages would make. Numbers that Debian gives nobody. */
const USERS = { postfix: 29_001, postdrop: 29_002, opensmtpd: 29_003, opensmtpq: 29_004 };

/**
 * A real mail server on loopback that takes mail for `example.org` and hands it to a catcher behind it, in no order. With `tls` it wants
 * STARTTLS and the log-in, without it offers neither.
 */
export interface MailServer extends AsyncDisposable {
  readonly port: number;
  readonly tls: boolean;
  /** PEM of the certificate authority that vouches for it. */
  readonly ca: string;
  readonly behind: TestMail;
  stop(): Promise<void>;
  start(): Promise<void>;
}

/** What one program needs to run. */
interface MailProgram {
  readonly tls: boolean;
  /** Lines of a shell, run by root in namespaces of their own; the last one stays in the foreground. */
  readonly script: string;
  [Symbol.asyncDispose]?(): Promise<void>;
}

export interface MailPlace {
  /** A folder of its own. */
  readonly dir: string;
  readonly port: number;
  /** Port of the catcher. */
  readonly behind: number;
  readonly key: string;
  readonly cert: string;
}

/**
 * What tests of such a server pass as options. Both programs give up root for users of their own, and their paths are compiled in, so they need
 * root and a view of the file system that is theirs alone: a user namespace that anybody may make holds one user.
 */
export const needsMailServer = (part: 'postfix' | 'opensmtpd') => ({
  ...needs(part),
  ...needsOpenssl(),
  ...needsRoot(),
});

export async function startMailServer(prepare: (place: MailPlace) => Promise<MailProgram>): Promise<MailServer> {
  await using opening = new AsyncDisposableStack();
  const dir = await mkdtemp(path.join(os.tmpdir(), 'porter-mail-'));
  const behind = opening.use(await startMail());
  const [port, pem] = [await freePort(), certificate()];
  const program = await prepare({ dir, port, behind: behind.port, ...pem });
  opening.defer(async () => program[Symbol.asyncDispose]?.());
  const server = makeServerProcess(dir, [port], {
    file: 'unshare',
    // All its processes end with the first one.
    args: ['--mount', '--pid', '--fork', '--kill-child', '--mount-proc', 'sh', '-ec', `cd ${dir}\n${program.script}`],
    stopSignal: 'SIGKILL',
  });
  opening.defer(server.remove);
  await server.start();
  const opened = opening.move();
  return {
    start: server.start,
    stop: server.stop,
    port,
    tls: program.tls,
    ca: pem.cert,
    behind,
    [Symbol.asyncDispose]: () => opened.disposeAsync(),
  };
}

/** Lines that show the program users which the machine has not. */
export const withUsers = (dir: string, ...names: readonly (keyof typeof USERS)[]): string => `
chmod 755 .
for kind in passwd group; do cp /etc/$kind ${dir}/$kind; done
${names.map((name) => `echo '${name}:x:${USERS[name]}:${USERS[name]}::/:/bin/false' >> ${dir}/passwd\necho '${name}:x:${USERS[name]}:' >> ${dir}/group`).join('\n')}
for kind in passwd group; do mount --bind ${dir}/$kind /etc/$kind; done`;
