import { mkdir, mkdtemp, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { freePort } from '../free-port.ts';
import { getPart } from '../needs.ts';
import { makeServerProcess } from '../server-process.ts';
import { DOMAIN, ROOMS, type XmppServer, type XmppServerOptions } from './server.ts';

/**
 * Runs Erlang itself, not `ejabberdctl`: that would change the user and start `epmd`, which outlives the node. Without a node name
 * there is neither.
 */
export async function startEjabberd(options: XmppServerOptions = {}): Promise<XmppServer> {
  const dir = await mkdtemp(path.join(os.tmpdir(), 'porter-xmpp-'));
  const [port, admin] = [await freePort(), await freePort()];
  for (const folder of ['spool', 'logs']) await mkdir(path.join(dir, folder));
  const config = path.join(dir, 'ejabberd.yml');
  await writeFile(config, configFile(port, admin, options));
  const server = makeServerProcess(dir, [port, admin], {
    file: '/usr/bin/erl',
    // Two schedulers: one per core would be many on a large machine that runs many tests.
    args: ['+S', '2:2', '-noinput', '-mnesia', 'dir', JSON.stringify(path.join(dir, 'spool')), '-s', 'ejabberd'],
    env: {
      ERL_LIBS: getPart('ejabberd'),
      EJABBERD_CONFIG_PATH: config,
      EJABBERD_LOG_PATH: path.join(dir, 'logs', 'ejabberd.log'),
      ERL_CRASH_DUMP: path.join(dir, 'logs', 'crash.dump'),
      HOME: dir,
    },
  });
  await server.start();

  async function command(name: string, args: object): Promise<void> {
    const response = await fetch(`http://127.0.0.1:${admin}/api/${name}`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(args),
    });
    if (response.status !== 200) throw new Error(`${name}: ${response.status} ${await response.text()}`);
  }

  return {
    ...{ name: 'ejabberd', port, start: server.start, stop: server.stop },
    addAccount: (user, password) => command('register', { user, host: DOMAIN, password }),
    setPassword: (user, newpass) => command('change_password', { user, host: DOMAIN, newpass }),
    [Symbol.asyncDispose]: server.remove,
  };
}

/** JSON is YAML. `normal` is what Debian's configuration has for each client. */
const configFile = (port: number, admin: number, { throttled, keepsOffline = true }: XmppServerOptions): string =>
  JSON.stringify({
    hosts: [DOMAIN],
    loglevel: 'info',
    listen: [
      { port, ip: '127.0.0.1', module: 'ejabberd_c2s', max_stanza_size: 262_144, shaper: 'c2s_shaper' },
      { port: admin, ip: '127.0.0.1', module: 'ejabberd_http', request_handlers: { '/api': 'mod_http_api' } },
    ],
    api_permissions: { tests: { who: { ip: '127.0.0.1/8' }, what: '*' } },
    shaper: { normal: { rate: 3_000, burst_size: 20_000 }, fast: 100_000 },
    shaper_rules: { c2s_shaper: throttled ? 'normal' : 'fast' },
    auth_method: 'internal',
    modules: {
      ...{ mod_admin_extra: {}, mod_blocking: {}, mod_disco: {}, mod_http_api: {}, mod_ping: {}, mod_privacy: {} },
      ...{ mod_muc: { host: ROOMS }, mod_roster: {}, mod_stream_mgmt: {} },
      ...(keepsOffline ? { mod_offline: {} } : {}),
    },
  });
