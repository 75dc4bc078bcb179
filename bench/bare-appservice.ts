import { randomBytes } from 'node:crypto';
import { readFile, writeFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import path from 'node:path';
import { Agent, request } from 'undici';
import type { MatrixUser } from '../test/support/matrix-user.ts';
import type { TestSynapse } from '../test/support/synapse.ts';

type Json = Readonly<Record<string, unknown>>;

/** The least that an appservice can do: answer pushes at once and send single requests. Porter is measured against it. */
export interface BareAppservice extends AsyncDisposable {
  readonly userId: string;
  /** A room with the given people and its own user in it. */
  openRoom(creator: MatrixUser, ...others: readonly MatrixUser[]): Promise<string>;
  /** One request with its own token; throws unless the answer has that status. */
  call(method: 'GET' | 'PUT' | 'POST', path: string, status: number, body?: Json): Promise<Json>;
  /** Resolves when Synapse has pushed this event. */
  pushed(eventId: string): Promise<void>;
}

/**
 * Registers it at a Synapse, which restarts, and makes its user a server admin.
 *
 * @param url where its requests go: Synapse itself, or what stands in front of it
 */
export async function openBareAppservice(
  synapse: TestSynapse,
  admin: MatrixUser,
  url: string,
): Promise<BareAppservice> {
  const known = new Set<string>();
  const waiting = new Map<string, () => void>();
  const server = createServer((req, res) => {
    const pieces: Buffer[] = [];
    req.on('data', (piece: Buffer) => pieces.push(piece));
    req.on('end', () => {
      res.writeHead(200, { 'Content-Type': 'application/json' });
      res.end('{}');
      const { events = [] } = JSON.parse(Buffer.concat(pieces).toString('utf8') || '{}') as {
        readonly events?: readonly { readonly event_id: string }[];
      };
      for (const { event_id } of events) {
        known.add(event_id);
        waiting.get(event_id)?.();
      }
    });
  });
  // Synapse keeps its connection for two minutes.
  server.keepAliveTimeout = 150_000;
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const dispatcher = new Agent({ connections: 1, pipelining: 1 });
  const token = randomBytes(16).toString('hex');
  const userId = synapse.userId('bare');

  const bare: BareAppservice = {
    userId,
    async openRoom(creator, ...others) {
      const invite = [userId, ...others.map((other) => other.userId)];
      const room = await creator.createRoom({ name: 'bare', invite });
      for (const other of others) await other.join(room);
      await bare.call('POST', `/_matrix/client/v3/join/${encodeURIComponent(room)}`, 200, {});
      return room;
    },
    async call(method, path_, status, body) {
      const answer = await request(url + path_, {
        ...{ method, dispatcher, body: body === undefined ? null : JSON.stringify(body) },
        headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json' },
      });
      const text = await answer.body.text();
      if (answer.statusCode !== status) throw new Error(`${method} ${path_}: ${answer.statusCode} ${text}`);
      return JSON.parse(text) as Json;
    },
    pushed: (eventId) =>
      known.has(eventId) ? Promise.resolve() : new Promise((resolve) => waiting.set(eventId, resolve)),
    async [Symbol.asyncDispose]() {
      await dispatcher.destroy();
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };

  await register(synapse, (server.address() as AddressInfo).port, token);
  await bare.call('POST', '/_matrix/client/v3/register', 200, {
    ...{ type: 'm.login.application_service', username: 'bare', inhibit_login: true },
  });
  await admin.call('PUT', `/_synapse/admin/v2/users/${encodeURIComponent(userId)}`, { admin: true });
  return bare;
}

/** Synapse reads registrations when it starts. */
async function register(synapse: TestSynapse, port: number, token: string): Promise<void> {
  const registration = path.join(synapse.dir, 'bare.yaml');
  const text = JSON.stringify({
    ...{ id: 'bare', url: `http://127.0.0.1:${port}`, as_token: token, hs_token: randomBytes(16).toString('hex') },
    ...{ sender_localpart: 'bare', rate_limited: false, namespaces: { users: [], aliases: [], rooms: [] } },
  });
  await writeFile(registration, text, { mode: 0o600 });
  const file = path.join(synapse.dir, 'homeserver.yaml');
  const config = JSON.parse(await readFile(file, 'utf8')) as { readonly app_service_config_files: readonly string[] };
  const files = [...config.app_service_config_files, registration];
  await synapse.stop();
  await writeFile(file, JSON.stringify({ ...config, app_service_config_files: files }), { mode: 0o600 });
  await synapse.start();
}
