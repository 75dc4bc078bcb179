import { randomBytes } from 'node:crypto';
import { cp, mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { type Child, startChild } from './child.ts';
import { freePort } from './free-port.ts';
import { getPart } from './needs.ts';
import { giveTo } from './own-user.ts';

/** The Debian package makes this user; Prosody does not serve as root. */
export const OWN_USER = 'prosody';

/** Stand-ins of ours for Jitsi's modules (README.md there). Copied, because that user may not be able to read the repository. */
const MODULES = fileURLToPath(new URL('./prosody/', import.meta.url));

export interface ProsodyOptions {
  /** The domain that people sign in at; the claim `sub`. */
  readonly domain: string;
  /** Lua: the VirtualHost of that domain and the components with its rooms, as docs/operate/meetings.md has them. */
  readonly lines: string;
  readonly rooms: TestProsody['rooms'];
}

/** A real Prosody of its own, on loopback, with our stand-ins for Jitsi's modules: signing in with a token, rooms made by `focus` alone. */
export interface TestProsody extends AsyncDisposable {
  readonly domain: string;
  /** Without query. */
  readonly websocket: string;
  /** The hosts of rooms, by the plugin whose reading of the claims makes moderators there. */
  readonly rooms: Readonly<Record<'token_affiliation' | 'token_moderation', string>>;
  /** The account that makes rooms, as jicofo's. */
  readonly focus: { readonly domain: string; readonly user: string; readonly password: string };
}

export async function startProsody(options: ProsodyOptions): Promise<TestProsody> {
  const { domain, lines, rooms } = options;
  const dir = await mkdtemp(path.join(os.tmpdir(), 'porter-prosody-'));
  const port = await freePort();
  const focus = { domain: `auth.${domain}`, user: 'focus', password: randomBytes(12).toString('hex') };
  await cp(MODULES, path.join(dir, 'modules'), { recursive: true });
  const folders = ['data', accountsOf(focus.domain)].map((folder) => path.join(dir, folder));
  for (const folder of folders) await mkdir(folder, { recursive: true });
  const account = path.join(dir, accountsOf(focus.domain), `${focus.user}.dat`);
  await writeFile(account, `return { password = ${JSON.stringify(focus.password)} };\n`);
  const config = path.join(dir, 'prosody.cfg.lua');
  await writeFile(config, configFile({ domain, lines, dir, port, focusDomain: focus.domain }));
  const user = process.getuid?.() === 0 ? OWN_USER : undefined;
  if (user) await giveTo(user, dir, config, account, ...folders);

  const child = startChild({
    file: getPart('prosody'),
    args: ['-F', '--config', config],
    cwd: dir,
    log: path.join(dir, 'output.log'),
    ...(user ? { user } : {}),
  });
  await answers(`http://127.0.0.1:${port}/`, child, dir);
  return {
    domain,
    websocket: `ws://127.0.0.1:${port}/xmpp-websocket`,
    rooms,
    focus,
    async [Symbol.asyncDispose]() {
      await child.stop();
      await rm(dir, { recursive: true, force: true });
    },
  };
}

/** Prosody writes everything but letters and digits of a host as `%` and two hexadecimal digits. */
export function accountsOf(host: string): string {
  const folder = host.replaceAll(/[^a-z0-9]/gi, (sign) => `%${sign.charCodeAt(0).toString(16)}`);
  return path.join('data', folder, 'accounts');
}

interface ConfigNeeds extends Pick<ProsodyOptions, 'domain' | 'lines'> {
  readonly dir: string;
  readonly port: number;
  readonly focusDomain: string;
}

/** JSON's strings are Lua's, as long as they are plain. */
export const lua = (text: string): string => JSON.stringify(text);

const configFile = ({ dir, port, focusDomain, domain, lines }: ConfigNeeds): string => `
data_path = ${lua(path.join(dir, 'data'))}
plugin_paths = { ${lua(path.join(dir, 'modules'))} }
log = { info = "*console" }
modules_enabled = { "posix"; "saslauth"; "disco"; "websocket" }
modules_disabled = { "s2s"; "s2s_auth_certs"; "offline" }
c2s_ports = {}; c2s_direct_tls_ports = {}; legacy_ssl_ports = {}
http_ports = { ${port} }; http_interfaces = { "127.0.0.1" }; https_ports = {}
http_default_host = ${lua(domain)}
consider_websocket_secure = true
c2s_require_encryption = false
muc_room_locking = false
admins = { ${lua(`focus@${focusDomain}`)} }

VirtualHost ${lua(focusDomain)}
    authentication = "internal_plain"

${lines}
`;

async function answers(url: string, child: Child, dir: string): Promise<void> {
  for (const end = performance.now() + 60_000; performance.now() < end && child.running; ) {
    const ready = await fetch(url).then(
      () => true,
      () => false,
    );
    if (ready) return;
    await new Promise((resolve) => setTimeout(resolve, 25));
  }
  await child.stop('SIGKILL');
  const output = await readFile(path.join(dir, 'output.log'), 'utf8');
  await rm(dir, { recursive: true, force: true });
  throw new Error(`Prosody did not start.\n${output.trimEnd().split('\n').slice(-15).join('\n')}`);
}
