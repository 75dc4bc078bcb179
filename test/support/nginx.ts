import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import net from 'node:net';
import os from 'node:os';
import path from 'node:path';
import type { KeyPair } from './certificates.ts';
import { startChild } from './child.ts';
import { eventually } from './eventually.ts';
import { getPart } from './needs.ts';

export interface NginxOptions {
  /** Where it listens, for waiting; `servers` says so itself. */
  readonly at: { readonly host: string; readonly port: number };
  /** What the line `CERTIFICATE;` in `servers` stands for. */
  readonly pair: KeyPair;
  /** The server blocks. */
  readonly servers: string;
}

/** A real nginx with these server blocks, as a process of its own. */
export async function startNginx({ at, pair, servers }: NginxOptions): Promise<AsyncDisposable> {
  const dir = await mkdtemp(path.join(os.tmpdir(), 'porter-nginx-'));
  const file = (name: string) => path.join(dir, name);
  await writeFile(file('key.pem'), pair.key, { mode: 0o600 });
  await writeFile(file('cert.pem'), pair.cert);
  const scratch = ['client_body', 'proxy', 'fastcgi', 'uwsgi', 'scgi'].map((kind) => `${kind}_temp_path ${dir};`);
  const certificate = `ssl_certificate ${file('cert.pem')}; ssl_certificate_key ${file('key.pem')};`;
  await writeFile(
    file('nginx.conf'),
    `daemon off; master_process off; pid ${file('nginx.pid')}; error_log ${file('error.log')};
events { worker_connections 64; }
http { access_log off; ${scratch.join(' ')}
${servers.replaceAll('CERTIFICATE;', certificate)}
}
`,
  );
  const child = startChild({
    file: getPart('nginx'),
    args: ['-c', file('nginx.conf'), '-e', file('error.log')],
    log: file('output.log'),
  });
  const opened = await eventually(
    () =>
      new Promise<'open' | 'ended' | undefined>((resolve) => {
        if (!child.running) return resolve('ended');
        const socket = net.connect(at.port, at.host, () => resolve('open'));
        socket.on('error', () => resolve(undefined));
        socket.on('connect', () => socket.destroy());
      }),
    { timeoutMs: 60_000, what: 'nginx to listen' },
  );
  if (opened === 'ended') throw new Error(await readFile(file('error.log'), 'utf8'));
  return {
    async [Symbol.asyncDispose]() {
      await child.stop();
      await rm(dir, { recursive: true, force: true });
    },
  };
}
