import assert from 'node:assert/strict';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { after, before, describe, test } from 'node:test';
import { type Authority, type KeyPair, makeAuthority } from '../support/certificates.ts';
import { freePort } from '../support/free-port.ts';
import { startNameServer, type TestNameServer } from '../support/name-server.ts';
import { startNginx } from '../support/nginx.ts';
import { type PorterProcess, startPorter } from '../support/porter-process.ts';
import { type DoctorLine, here, worldParts } from './support/doctor-world.ts';

const SITE = 'join.porter.test';

describe('porter doctor, with a real nginx before Porter', worldParts, () => {
  let names: TestNameServer;
  let authority: Authority;
  let porter: PorterProcess;
  let right: KeyPair;
  let folder = '';
  before(async () => {
    authority = makeAuthority();
    right = authority.issue(SITE, 90);
    names = await startNameServer();
    folder = await mkdtemp(path.join(tmpdir(), 'porter-doctor-'));
    const trusted = path.join(folder, 'authority.pem');
    await writeFile(trusted, authority.cert);
    const port = await freePort();
    porter = await startPorter({
      ports: { site: port, operations: await freePort() },
      config: {
        site: { listen: `127.0.0.1:${port}`, publicUrl: `https://${SITE}` },
        secrets: { key: { file: 'porter.key' } },
        // The same origin, so that there is one address to look at.
        meetings: { url: `https://${SITE}`, domain: 'meet.jitsi', appId: 'porter', secret: 's'.repeat(40) },
      },
      env: { NODE_EXTRA_CA_CERTS: trusted },
    });
  });
  after(async () => {
    await porter?.[Symbol.asyncDispose]();
    await names?.[Symbol.asyncDispose]();
    await rm(folder, { recursive: true, force: true });
  });

  const FORWARDED = 'proxy_set_header X-Forwarded-For $remote_addr; proxy_set_header X-Forwarded-Proto $scheme;';
  const FROM_80 = `server { listen ${here}:80; location / { return 301 https://$host$request_uri; } }`;
  const passing = (headers: string, to = porter.site) =>
    `location / { proxy_pass ${to}; proxy_set_header Host $host; ${headers} }`;
  const server = (inside: string) => `server { listen ${here}:443 ssl; CERTIFICATE; ${inside} }`;

  /** What the doctor says while nginx runs like this. */
  async function doctor(servers: string, pair: KeyPair = right) {
    names.zone = { [SITE]: { a: [here] } };
    await using _ = await startNginx({ at: { host: here, port: 443 }, pair, servers });
    return await look('--allow-private');
  }

  async function look(...more: readonly string[]) {
    const { code, stdout, stderr } = await porter.run('doctor', '--json', '--dns', names.address, ...more);
    assert.notEqual(stdout, '', stderr);
    const lines = (JSON.parse(stdout) as { readonly lines: readonly DoctorLine[] }).lines;
    const codes = lines.flatMap((line) => (line.code === undefined ? [] : [line.code]));
    for (const { level, remedy, sentence } of lines) {
      assert.equal(remedy === undefined, level === 'fine' || level === 'note', sentence);
    }
    return { exit: code, lines, codes };
  }

  test('a proxy as porter init writes it: everything is fine', async () => {
    const { exit, lines, codes } = await doctor(FROM_80 + server(`client_max_body_size 64k; ${passing(FORWARDED)}`));
    assert.deepEqual(codes, [], JSON.stringify(lines));
    assert.equal(exit, 0);
    const said = lines.map(({ sentence }) => sentence).join('\n');
    assert.match(said, /leads to the Porter at 127\.0\.0\.1/);
    assert.match(said, /names who asks, here this machine itself/);
    assert.match(said, /valid until \d{4}-\d\d-\d\d \(89 days left\)/);
    assert.match(said, /http:\/\/join\.porter\.test\/ leads on to https/);
    assert.match(said, /largest size comes through/);
  });

  test('V14: addresses of this machine are asked only if that is allowed, also where a redirect leads', async () => {
    names.zone = { [SITE]: { a: [here] } };
    const { exit, codes, lines } = await look();
    assert.deepEqual(codes, ['name.private', 'site.not-asked']);
    assert.equal(exit, 2);
    assert.match(lines[0]?.remedy ?? '', /--allow-private/);
  });

  test('a name that is not in DNS, and one of which the name server knows nothing, are told apart', async () => {
    names.zone = {};
    assert.deepEqual((await look()).codes, ['name.missing', 'site.not-asked']);
    names.zone = { [SITE]: 'fails' };
    const { exit, codes, lines } = await look();
    assert.deepEqual(codes, ['name.unknown', 'site.not-asked']);
    assert.ok(lines.every(({ level }) => level === 'unknown'));
    assert.equal(exit, 1);
  });

  test('H8: a proxy that says nothing, that lets strangers speak, or that is not trusted, is found', async () => {
    const silent = await doctor(server(passing('proxy_set_header X-Forwarded-For "";')));
    assert.ok(silent.codes.includes('site.no-client-address'), JSON.stringify(silent.lines));
    const naive = await doctor(server(passing('')));
    assert.ok(naive.codes.includes('site.forged-client-address'), JSON.stringify(naive.lines));
    assert.equal(naive.exit, 2);
    const added = await doctor(server(passing('proxy_set_header X-Forwarded-For $proxy_add_x_forwarded_for;')));
    assert.deepEqual(added.codes, [], JSON.stringify(added.lines));
    const elsewhere = passing(`${FORWARDED} proxy_bind ${here};`);
    await porter.configure({ site: { trustedProxies: ['::1'] } });
    await porter.stop();
    await porter.start();
    const stranger = await doctor(server(elsewhere));
    assert.ok(stranger.codes.includes('site.proxy-not-trusted'), JSON.stringify(stranger.lines));
    await porter.configure({ site: { trustedProxies: ['127.0.0.0/8', '::1'] } });
    await porter.stop();
    await porter.start();
  });

  test('a wrong scheme, a redirect, small bodies and clear text are found', async () => {
    const http = passing('proxy_set_header X-Forwarded-For $remote_addr; proxy_set_header X-Forwarded-Proto http;');
    const clear = `server { listen ${here}:80; location / { return 200 hello; } }`;
    const wrong = await doctor(clear + server(`client_max_body_size 1k; ${http}`));
    assert.deepEqual(wrong.codes, ['http.clear-text', 'site.other-scheme', 'site.form-refused'], JSON.stringify(wrong));
    assert.equal(wrong.exit, 1);
    const moved = await doctor(server(`return 301 https://www.${SITE}$request_uri;`));
    assert.deepEqual(moved.codes, ['site.redirected'], JSON.stringify(moved));
    assert.equal(moved.exit, 2);
  });

  test('a proxy that leads to another program, or to another Porter with the same key, is found', async () => {
    const other = await doctor(server('location / { return 200 hello; }'));
    assert.deepEqual(other.codes, ['site.other-answer']);
    await using copy = await startPorter({
      config: {
        site: { listen: `127.0.0.1:${await freePort()}`, publicUrl: `https://${SITE}` },
        secrets: { key: { file: path.join(porter.dir, 'porter.key') } },
        meetings: { url: `https://${SITE}`, domain: 'meet.jitsi', appId: 'porter', secret: 's'.repeat(40) },
      },
      start: false,
    });
    const port = await freePort();
    await copy.configure({ site: { listen: `127.0.0.1:${port}` } });
    await copy.start();
    const twin = await doctor(server(passing(FORWARDED, `http://127.0.0.1:${port}`)));
    assert.deepEqual(twin.codes, ['site.other-porter'], JSON.stringify(twin));
    await porter.stop();
    const alone = await doctor(server(passing(FORWARDED, `http://127.0.0.1:${port}`)));
    assert.deepEqual(alone.codes, ['site.not-running-here'], JSON.stringify(alone));
    await porter.start();
  });

  test('certificates that ended, end soon, are for another name or of an authority that nobody knows', async () => {
    const good = server(passing(FORWARDED));
    const codesWith = async (pair: KeyPair) => (await doctor(good, pair)).codes;
    assert.deepEqual(await codesWith(authority.issue(SITE, 20)), ['certificate.ends-soon']);
    for (const pair of [authority.issue(SITE, -1), authority.issue('x.test', 90), makeAuthority().issue(SITE, 90)]) {
      assert.deepEqual(await codesWith(pair), ['certificate.not-trusted', 'site.not-asked']);
    }
  });

  test('an address at which nothing listens is out of reach, and that is exit code 3', async () => {
    names.zone = { [SITE]: { a: [here] } };
    const { exit, codes } = await look('--allow-private');
    assert.deepEqual(codes, ['address.unreachable', 'site.not-asked']);
    assert.equal(exit, 3);
  });
});
