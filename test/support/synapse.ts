import { createHmac, randomBytes } from 'node:crypto';
import { copyFile, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import type { Child } from './child.ts';
import { freePort } from './free-port.ts';
import { askMatrix, type MatrixAnswer, MatrixRefusal, type MatrixUser, makeMatrixUser } from './matrix-user.ts';
import { makeRegistration, type TestRegistration } from './registration.ts';
import { type Relay, startRelay } from './relay.ts';
import { SERVER_NAME } from './synapse-config.ts';
import { runSynapse, synapseTemplate, writeSynapseFiles } from './synapse-process.ts';

export interface SynapseOptions {
  /** A free one unless told. */
  readonly port?: number;
  /**
   * `porter`: loaded, and its URL is the relay (the default). `none`: no appservice at all.
   * `later`: the file is written, but loaded only by `loadRegistration()`, which restarts.
   */
  readonly registration?: 'porter' | 'later' | 'none';
  /** Localpart of the team room's alias in the registration; `team` unless told. */
  readonly teamAlias?: string;
  /** Merged over the configuration by top-level key. */
  readonly extra?: Readonly<Record<string, unknown>>;
}

/** A real Synapse of its own, on loopback, on a free port that it keeps over restarts. Its folder goes when disposed. */
export interface TestSynapse extends AsyncDisposable {
  readonly url: string;
  readonly serverName: string;
  readonly dir: string;
  readonly sharedSecret: string;
  /** Where Synapse pushes to: aim it at Porter's appservice port. */
  readonly relay: Relay;
  readonly registration: TestRegistration;
  /** The registration on disk, mode 0600. */
  readonly registrationFile: string;
  readonly running: boolean;
  start(): Promise<void>;
  stop(signal?: NodeJS.Signals): Promise<void>;
  /** SIGKILL; `start()` brings it back. */
  kill(): Promise<void>;
  /** @param change merged over the configuration by top-level key, from now on */
  restart(change?: Readonly<Record<string, unknown>>): Promise<void>;
  /** For `registration: 'later'`. */
  loadRegistration(): Promise<void>;
  /** Takes the registration out of the configuration and restarts. The file stays. */
  unloadRegistration(): Promise<void>;
  /** `@name:porter.test`. */
  userId(name: string): string;
  /** A new account by the shared secret, logged in. The password is `password-of-<name>` unless told. */
  registerUser(name: string, options?: { readonly admin?: boolean; readonly password?: string }): Promise<MatrixUser>;
  registerAdmin(name?: string): Promise<MatrixUser>;
  client(user: { readonly userId: string; readonly accessToken: string }): MatrixUser;
  /** Any call with Porter's own token. */
  asPorter(method: string, path: string, body?: unknown): Promise<MatrixAnswer>;
  /** Registers Porter's sender and makes it server admin, as an operator does once. */
  promotePorter(admin: MatrixUser): Promise<void>;
  /** What Synapse wrote to its log so far. */
  log(): Promise<string>;
}

export async function startSynapse(options: SynapseOptions = {}): Promise<TestSynapse> {
  const template = await synapseTemplate();
  const dir = await mkdtemp(path.join(os.tmpdir(), 'porter-synapse-'));
  for (const name of ['homeserver.db', 'signing.key']) await copyFile(path.join(template, name), path.join(dir, name));
  const port = options.port ?? (await freePort());
  const url = `http://127.0.0.1:${port}`;
  const sharedSecret = `canary-shared-secret-${randomBytes(16).toString('hex')}`;
  const relay = await startRelay();
  const registration = makeRegistration(relay.url, options.teamAlias);
  const registrationFile = path.join(dir, 'registration.yaml');
  await writeFile(registrationFile, registration.text, { mode: 0o600 });
  let loaded = (options.registration ?? 'porter') === 'porter';
  let extra = options.extra ?? {};
  const configure = (): Promise<void> =>
    writeSynapseFiles({ dir, port, sharedSecret, ...(loaded ? { registration: registrationFile } : {}) }, extra);
  await configure();
  let child: Child = await runSynapse(dir, url);

  const synapse: TestSynapse = {
    url,
    serverName: SERVER_NAME,
    dir,
    sharedSecret,
    relay,
    registration,
    registrationFile,
    get running() {
      return child.running;
    },
    async start() {
      if (!child.running) child = await runSynapse(dir, url);
    },
    async stop(signal) {
      await child.stop(signal);
    },
    async kill() {
      await child.stop('SIGKILL');
    },
    async restart(change = {}) {
      await synapse.stop();
      extra = { ...extra, ...change };
      await configure();
      await synapse.start();
    },
    async loadRegistration() {
      loaded = true;
      await synapse.restart();
    },
    async unloadRegistration() {
      loaded = false;
      await synapse.restart();
    },
    userId: (name) => `@${name}:${SERVER_NAME}`,
    registerAdmin: (name = 'admin') => synapse.registerUser(name, { admin: true }),
    async registerUser(name, { admin = false, password = `password-of-${name}` } = {}) {
      const path_ = '/_synapse/admin/v1/register';
      const { body } = await askMatrix(url, 'GET', path_);
      const nonce = String(body['nonce']);
      // Synapse, "Shared-Secret Registration": HMAC-SHA1 over the fields, joined by NUL.
      const mac = createHmac('sha1', sharedSecret)
        .update([nonce, name, password, admin ? 'admin' : 'notadmin'].join('\0'))
        .digest('hex');
      const answer = await askMatrix(url, 'POST', path_, { body: { nonce, username: name, password, admin, mac } });
      if (answer.status !== 200) throw new MatrixRefusal(`register ${name}`, answer);
      return makeMatrixUser(url, String(answer.body['user_id']), String(answer.body['access_token']));
    },
    client: ({ userId, accessToken }) => makeMatrixUser(url, userId, accessToken),
    asPorter: (method, path_, body) => askMatrix(url, method, path_, { token: registration.asToken, body }),
    async promotePorter(admin) {
      const answer = await synapse.asPorter('POST', '/_matrix/client/v3/register', {
        type: 'm.login.application_service',
        username: 'porter',
        inhibit_login: true,
      });
      if (answer.status !== 200 && answer.body['errcode'] !== 'M_USER_IN_USE') {
        throw new MatrixRefusal('register the sender', answer);
      }
      const user = encodeURIComponent(synapse.userId('porter'));
      await admin.call('PUT', `/_synapse/admin/v2/users/${user}`, { admin: true });
    },
    log: () => readFile(path.join(dir, 'synapse.log'), 'utf8'),
    async [Symbol.asyncDispose]() {
      // Nothing in its folder is kept, so it need not write anything on its way out.
      await child.stop('SIGKILL');
      await relay.close();
      await rm(dir, { recursive: true, force: true });
    },
  };
  return synapse;
}
