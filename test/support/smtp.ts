import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import net, { type AddressInfo, type Socket } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import PostalMime, { type Email } from 'postal-mime';
import { SMTPServer, type SMTPServerOptions } from 'smtp-server';
import { needsCommand } from './needs.ts';

export interface Caught {
  readonly mail: Email;
  readonly raw: string;
  readonly from: string;
  readonly to: readonly string[];
  readonly secure: boolean;
}

/** A real SMTP server on a free port. */
export async function startSmtpServer(options: SMTPServerOptions = {}) {
  const caught: Caught[] = [];
  const server = new SMTPServer({
    authOptional: true,
    disableReverseLookup: true,
    closeTimeout: 1,
    // Its built-in certificate would be offered with a warning otherwise.
    disabledCommands: options.key === undefined ? ['STARTTLS'] : [],
    onData(stream, session, done) {
      const chunks: Buffer[] = [];
      stream.on('data', (chunk: Buffer) => chunks.push(chunk));
      stream.on('end', () => {
        const raw = Buffer.concat(chunks);
        const { mailFrom, rcptTo } = session.envelope;
        void PostalMime.parse(raw).then((mail) => {
          caught.push({
            mail,
            raw: raw.toString('latin1'),
            from: mailFrom ? mailFrom.address : '',
            to: rcptTo.map((to) => to.address),
            secure: session.secure,
          });
          done();
        }, done);
      });
    },
    ...options,
  });
  server.on('error', () => undefined);
  await new Promise<void>((resolve) => void server.listen(0, '127.0.0.1', () => resolve()));
  return {
    port: (server.server.address() as AddressInfo).port,
    caught,
    [Symbol.asyncDispose]: () => new Promise<void>((resolve) => server.close(() => resolve())),
  };
}

export type SmtpScript = (line: string, socket: Socket) => string | undefined;

/** A socket that says exactly what the script says: one answer a line, undefined for silence. Lines of a letter are not asked for. */
export async function startSmtpScript(script: SmtpScript, greeting = '220 script') {
  const heard: string[] = [];
  const sockets = new Set<Socket>();
  const server = net.createServer((socket) => {
    sockets.add(socket);
    socket.on('error', () => undefined);
    socket.on('close', () => sockets.delete(socket));
    socket.write(`${greeting}\r\n`);
    let rest = '';
    let inLetter = false;
    socket.on('data', (chunk) => {
      rest += chunk.toString('latin1');
      for (let end = rest.indexOf('\r\n'); end >= 0; end = rest.indexOf('\r\n')) {
        const line = rest.slice(0, end);
        rest = rest.slice(end + 2);
        if (inLetter && line !== '.') {
          if (script('(letter)', socket) === 'stop') return;
          continue;
        }
        heard.push(line);
        const answer = script(line, socket);
        inLetter = line === 'DATA' && (answer ?? '').startsWith('354');
        if (answer !== undefined && !socket.destroyed) socket.write(`${answer}\r\n`);
      }
    });
  });
  await new Promise<void>((resolve) => void server.listen(0, '127.0.0.1', resolve));
  return {
    port: (server.address() as AddressInfo).port,
    heard,
    async [Symbol.asyncDispose]() {
      for (const socket of sockets) socket.destroy();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

/** Everything goes well but for the answers given. */
export const wellBut =
  (answers: Readonly<Record<string, string>>): SmtpScript =>
  (line) => {
    const verb = line === '.' ? '.' : (line.split(/[ :]/)[0] ?? '').toUpperCase();
    const said = answers[verb];
    if (said !== undefined) return said;
    return { EHLO: '250 script', DATA: '354 go on', QUIT: '221 bye', '(LETTER)': '' }[verb] === ''
      ? undefined
      : ({ EHLO: '250 script', DATA: '354 go on', QUIT: '221 bye' }[verb] ?? '250 ok');
  };

/** What tests that need `certificate` pass as options: skipped with a sentence where there is no openssl, a failure where `CI` is set. */
export const needsOpenssl = () => needsCommand('openssl', 'version', 'install the package openssl');

let made: { readonly key: string; readonly cert: string } | undefined;
/** A certificate for 127.0.0.1 and porter.test that vouches for itself. */
export function certificate(): { readonly key: string; readonly cert: string } {
  if (made) return made;
  const folder = mkdtempSync(path.join(tmpdir(), 'porter-tls-'));
  const [key, cert] = [path.join(folder, 'key.pem'), path.join(folder, 'cert.pem')];
  const args = ['req', '-x509', '-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:P-256', '-nodes', '-days', '2'];
  const about = [
    '-subj',
    '/CN=127.0.0.1',
    '-addext',
    'subjectAltName=IP:127.0.0.1,DNS:porter.test',
    '-keyout',
    key,
    '-out',
    cert,
  ];
  execFileSync('openssl', [...args, ...about], { stdio: 'ignore' });
  made = { key: readFileSync(key, 'utf8'), cert: readFileSync(cert, 'utf8') };
  rmSync(folder, { recursive: true, force: true });
  return made;
}
