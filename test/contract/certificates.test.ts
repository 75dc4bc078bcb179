import assert from 'node:assert/strict';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { createServer } from 'node:https';
import type { AddressInfo } from 'node:net';
import os from 'node:os';
import path from 'node:path';
import { before, describe, test } from 'node:test';
import tls from 'node:tls';
import { openMailer } from '../../src/channels/email/open-mailer.ts';
import { openHomeserverClient } from '../../src/homeserver/open-client.ts';
import { askAddress } from '../../src/kernel/ask-address.ts';
import { systemClock } from '../../src/kernel/clock.ts';
import { Fault } from '../../src/kernel/fault.ts';
import { makeIds } from '../../src/kernel/ids.ts';
import { silentLog } from '../../src/kernel/log.ts';
import { parseUserId, type UserId } from '../../src/kernel/matrix-id.ts';
import { Secret } from '../../src/kernel/secret.ts';
import { isUnsafe, remedyUnreachable } from '../../src/kernel/why-unreachable.ts';
import { openStorage } from '../../src/storage/open-storage.ts';
import { type Authority, type KeyPair, makeAuthority } from '../support/certificates.ts';
import { settings } from '../support/mailer.ts';
import { needs } from '../support/needs.ts';
import { giveTo } from '../support/own-user.ts';
import { startPostgres } from '../support/postgres.ts';
import { needsOpenssl } from '../support/smtp.ts';

interface Told {
  readonly why: string;
  readonly remedy: string;
}

/** One kind of certificate that keeps Porter away, and what is said of it wherever it is met. */
const kinds: readonly {
  readonly name: string;
  readonly pair: (trusted: Authority, unknown: Authority) => KeyPair;
  readonly why: RegExp;
  readonly remedy: RegExp;
}[] = [
  {
    name: 'has expired',
    pair: (trusted) => trusted.issue('localhost', -1),
    why: /its certificate has expired/,
    remedy: /^Renew the certificate of localhost /,
  },
  {
    name: 'is for another name',
    pair: (trusted) => trusted.issue('elsewhere.example', 2),
    why: /its certificate is for another name/,
    remedy: /^Give it a certificate that names localhost,/,
  },
  {
    name: 'is of an authority that nobody knows',
    pair: (_, unknown) => unknown.issue('localhost', 2),
    why: /from an authority that this machine does not know/,
    remedy: /NODE_EXTRA_CA_CERTS=FILE in Porter's environment/,
  },
];

const faultOf = (error: unknown): Told => {
  assert.ok(error instanceof Fault, String(error));
  return { why: error.message, remedy: error.remedy ?? '' };
};
const thrownBy = (work: Promise<unknown>): Promise<unknown> =>
  work.then(
    () => assert.fail('it was trusted'),
    (error: unknown) => error,
  );

/** Who asks servers over TLS, each in its own way. */
const askers: Readonly<Record<string, (port: number) => Promise<Told>>> = {
  async 'a page'(port) {
    const answer = await askAddress(`https://localhost:${port}/`);
    assert.ok(answer.kind === 'none' && isUnsafe(answer.code));
    return { why: answer.why, remedy: remedyUnreachable(answer.code, 'localhost', 'porter') ?? '' };
  },
  async 'the mail server'(port) {
    await using mailer = await openMailer({ ...settings(port), host: 'localhost', secure: true });
    const error = await thrownBy(mailer.verify());
    assert.ok(error instanceof Fault && error.code === 'email.tls' && !error.retryable);
    return faultOf(error);
  },
  async 'the homeserver'(port) {
    await using client = await openHomeserverClient({
      ...{ clientUrl: `https://localhost:${port}/`, asToken: new Secret('t'.repeat(32)), log: silentLog },
      ...{ sender: parseUserId('@porter:porter.test') as UserId, clock: systemClock },
    });
    return faultOf(await thrownBy(client.call('GET', '/_matrix/client/v3/account/whoami')));
  },
};

describe('a certificate that nobody should trust has a sentence and a step', needsOpenssl(), () => {
  let trusted: Authority;
  let unknown: Authority;
  before(() => {
    trusted = makeAuthority();
    unknown = makeAuthority();
    // As NODE_EXTRA_CA_CERTS does at the start of a process.
    tls.setDefaultCACertificates([...tls.getCACertificates('default'), trusted.cert]);
  });

  for (const { name, pair, why, remedy } of kinds) {
    test(`${name}: of a page, the mail server and the homeserver alike`, async () => {
      await using server = await listen(pair(trusted, unknown));
      for (const [asker, ask] of Object.entries(askers)) {
        const told = await ask(server.port);
        assert.match(told.why, why, asker);
        assert.match(told.remedy, remedy, asker);
      }
    });

    test(`${name}: of PostgreSQL`, needs('postgres'), async () => {
      await using server = await startSafePostgres(pair(trusted, unknown));
      const url = new URL(await server.freshDatabase());
      url.hostname = 'localhost';
      url.searchParams.set('sslmode', 'verify-full');
      const place = { kind: 'postgres', url: new Secret(url.href) } as const;
      const open = { clock: systemClock, ids: makeIds(Date.now), log: silentLog, owner: true };
      const error = (await thrownBy(openStorage(place, open))) as Error & { readonly remedy?: string };
      assert.equal(error.name, 'StorageRefusal', String(error));
      assert.match(error.message, new RegExp(`^PostgreSQL at localhost:${server.port} cannot be reached safely: `));
      assert.match(error.message, why);
      assert.match(error.remedy ?? '', remedy);
    });
  }
});

async function listen(pair: KeyPair): Promise<AsyncDisposable & { readonly port: number }> {
  const server = createServer(pair, (_, response) => response.end());
  server.on('tlsClientError', () => undefined);
  await new Promise<void>((resolve) => void server.listen(0, 'localhost', resolve));
  return {
    port: (server.address() as AddressInfo).port,
    async [Symbol.asyncDispose]() {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

async function startSafePostgres({ key, cert }: KeyPair) {
  const folder = await mkdtemp(path.join(os.tmpdir(), 'porter-postgres-tls-'));
  const [keyFile, certFile] = [path.join(folder, 'key.pem'), path.join(folder, 'cert.pem')];
  await writeFile(keyFile, key, { mode: 0o600 });
  await writeFile(certFile, cert);
  if (process.getuid?.() === 0) await giveTo('postgres', folder, keyFile, certFile);
  const server = await startPostgres({ settings: { ssl: 'on', ssl_cert_file: certFile, ssl_key_file: keyFile } });
  return {
    port: server.port,
    freshDatabase: () => server.freshDatabase(),
    async [Symbol.asyncDispose]() {
      await server[Symbol.asyncDispose]();
      await rm(folder, { recursive: true, force: true });
    },
  };
}
