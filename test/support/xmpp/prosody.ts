import { mkdir, mkdtemp, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { freePort } from '../free-port.ts';
import { getPart } from '../needs.ts';
import { giveTo } from '../own-user.ts';
import { accountsOf, lua, OWN_USER } from '../prosody.ts';
import { makeServerProcess } from '../server-process.ts';
import { DOMAIN, ROOMS, type XmppServer, type XmppServerOptions } from './server.ts';

export async function startProsodyForClients(options: XmppServerOptions = {}): Promise<XmppServer> {
  const dir = await mkdtemp(path.join(os.tmpdir(), 'porter-xmpp-'));
  const port = await freePort();
  const folders = ['data', accountsOf(DOMAIN)].map((folder) => path.join(dir, folder));
  for (const folder of folders) await mkdir(folder, { recursive: true });
  const config = path.join(dir, 'prosody.cfg.lua');
  await writeFile(config, configFile(dir, port, options));
  const pem = (['key', 'cert'] as const).map((name) => path.join(dir, `${name}.pem`));
  for (const [at, name] of (['key', 'cert'] as const).entries())
    if (options.tls) await writeFile(pem[at] ?? '', options.tls[name]);
  const user = process.getuid?.() === 0 ? OWN_USER : undefined;
  if (user) await giveTo(user, dir, config, path.dirname(folders[1] ?? dir), ...folders, ...(options.tls ? pem : []));
  const server = makeServerProcess(dir, [port], {
    file: getPart('prosody'),
    args: ['-F', '--config', config],
    ...(user ? { user } : {}),
  });
  await server.start();

  async function writeAccount(name: string, password: string): Promise<void> {
    const account = path.join(dir, accountsOf(DOMAIN), `${name}.dat`);
    await writeFile(account, `return { password = ${lua(password)} };\n`);
    if (user) await giveTo(user, dir, account);
  }

  return {
    ...{ name: 'Prosody', port, start: server.start, stop: server.stop },
    addAccount: writeAccount,
    setPassword: writeAccount,
    [Symbol.asyncDispose]: server.remove,
  };
}

const configFile = (
  dir: string,
  port: number,
  { throttled, tls, keepsOffline = true, acknowledges = true }: XmppServerOptions,
): string => `
data_path = ${lua(path.join(dir, 'data'))}
log = { info = "*console" }
modules_enabled = { "posix"; "saslauth"; "disco"; "blocklist"; "ping"; ${acknowledges ? '"smacks"; ' : ''}${throttled ? '"limits"; ' : ''}${tls ? '"tls"; ' : ''}}
modules_disabled = { "s2s"; "s2s_auth_certs"; ${keepsOffline ? '' : '"offline"'} }
c2s_ports = { ${port} }; c2s_interfaces = { "127.0.0.1" }
c2s_direct_tls_ports = {}; legacy_ssl_ports = {}; http_ports = {}; https_ports = {}
c2s_require_encryption = false
limits = { c2s = { rate = "3kb/s" } }
${tls ? `ssl = { key = ${lua(path.join(dir, 'key.pem'))}, certificate = ${lua(path.join(dir, 'cert.pem'))} }` : ''}

VirtualHost ${lua(DOMAIN)}
    authentication = "internal_plain"

Component ${lua(ROOMS)} "muc"
    modules_enabled = { }
`;
