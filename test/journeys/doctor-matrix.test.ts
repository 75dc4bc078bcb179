import assert from 'node:assert/strict';
import { writeFile } from 'node:fs/promises';
import path from 'node:path';
import { after, before, describe, test } from 'node:test';
import { type Authority, type KeyPair, makeAuthority } from '../support/certificates.ts';
import { registrationText } from '../support/config-files.ts';
import { freePort } from '../support/free-port.ts';
import { startNameServer, type TestNameServer, type Zone } from '../support/name-server.ts';
import { needs } from '../support/needs.ts';
import { startNginx } from '../support/nginx.ts';
import { runPorterCommand } from '../support/porter-command.ts';
import { type PorterProcess, startPorter } from '../support/porter-process.ts';
import { startSynapse } from '../support/synapse.ts';
import { type DoctorLine, here, worldParts } from './support/doctor-world.ts';

describe('porter doctor looks for the homeserver, the intake and the mail domain as the world does', worldParts, () => {
  let names: TestNameServer;
  let authority: Authority;
  let pair: KeyPair;
  let porter: PorterProcess;
  let intakePort = 0;
  before(async () => {
    authority = makeAuthority();
    pair = authority.issue('porter.test', 90, 'matrix.porter.test', 'notify.porter.test');
    names = await startNameServer();
    intakePort = await freePort();
    const mail = { from: 'porter@porter.test', smtp: 'smtp://127.0.0.1:2525' };
    const relay = {
      ...{ mail, notifications: { targets: { ops: ['email:ops@porter.test'] } } },
      intake: { listen: `127.0.0.1:${intakePort}`, senders: { kuma: { token: 'k'.repeat(32), to: ['ops'] } } },
    };
    porter = await startPorter({ config: relay });
    const homeserver = {
      ...{ url: 'http://127.0.0.1:9', serverName: 'porter.test', publicUrl: 'https://matrix.porter.test' },
    };
    const appservice = { registration: 'registration.yaml', listen: '127.0.0.1:8482' };
    const at = (file: string) => path.join(porter.dir, file);
    await writeFile(at('world.yaml'), JSON.stringify({ homeserver, appservice, ...relay }), { mode: 0o600 });
    await writeFile(at('registration.yaml'), registrationText, { mode: 0o600 });
    await writeFile(at('authority.pem'), authority.cert);
  });
  after(async () => {
    await porter?.[Symbol.asyncDispose]();
    await names?.[Symbol.asyncDispose]();
  });

  const where = { a: [here] };
  const zone: Zone = {
    'porter.test': { ...where, mx: [[10, 'mail.porter.test']], txt: ['v=spf1 mx -all'] },
    ...{ 'matrix.porter.test': where, 'notify.porter.test': where },
    '_dmarc.porter.test': { txt: ['v=DMARC1; p=none'] },
  };
  const json = (body: object, more = '') =>
    `default_type application/json; ${more} return 200 '${JSON.stringify(body)}';`;
  const OPEN = 'add_header Access-Control-Allow-Origin *;';
  const server = (name: string, inside: string, port = 443) =>
    `server { listen ${here}:${port} ssl; server_name ${name}; CERTIFICATE; ${inside} }\n`;
  const client = (base: string, more = OPEN) =>
    `location = /.well-known/matrix/client { ${json({ 'm.homeserver': { base_url: base } }, more)} }`;
  const delegation = `location = /.well-known/matrix/server { ${json({ 'm.server': 'matrix.porter.test:443' })} }`;
  const keys = `location = /_matrix/key/v2/server { ${json({ server_name: 'porter.test' })} }`;
  const homeserver = server(
    'matrix.porter.test',
    `location = /_matrix/client/versions { ${json({ versions: ['v1.11'] }, OPEN)} } ${keys}`,
  );
  const notify = (inside: string) => server('notify.porter.test', inside);
  const passed = () => notify(`location / { proxy_pass http://127.0.0.1:${intakePort}; }`);

  async function doctor(servers: string, given: Zone = zone) {
    names.zone = given;
    await using _ = await startNginx({ at: { host: here, port: 443 }, pair, servers });
    const { stdout, stderr } = await runPorterCommand(
      [
        ...['doctor', '--json', '--config', 'world.yaml', '--dns', names.address, '--allow-private'],
        ...['--intake', 'https://notify.porter.test'],
      ],
      { cwd: porter.dir, env: { NODE_EXTRA_CA_CERTS: path.join(porter.dir, 'authority.pem') } },
    );
    assert.notEqual(stdout, '', stderr);
    const lines = (JSON.parse(stdout) as { readonly lines: readonly DoctorLine[] }).lines;
    const of = (part: string) => lines.filter((line) => line.part === part).map(({ level, code }) => code ?? level);
    return { lines, of };
  }

  test('everything as it should be, by the well-known files', async () => {
    const { of, lines } = await doctor(
      server('porter.test', client('https://matrix.porter.test') + delegation) + homeserver + passed(),
    );
    assert.deepEqual(of('well-known'), ['fine', 'fine'], JSON.stringify(lines));
    assert.deepEqual(of('federation'), ['fine', 'fine']);
    assert.deepEqual(of('intake'), ['fine']);
    // The mail server of this configuration is on this machine: where it sends from does not show.
    assert.deepEqual(of('mail'), ['fine', 'mail.spf-not-followed', 'note', 'fine']);
  });

  test('files that are closed to browsers, that lead elsewhere, and redirects in front of the intake', async () => {
    const closed = await doctor(
      server('porter.test', client('https://matrix.porter.test', '') + delegation) +
        homeserver +
        notify('return 301 https://porter.test$request_uri;'),
    );
    assert.deepEqual(closed.of('well-known'), ['fine', 'well-known.cors', 'fine']);
    assert.deepEqual(closed.of('intake'), ['intake.redirected']);
    const lost = await doctor(
      server('porter.test', `${client('nonsense')} location = /.well-known/matrix/server { return 200 no; }`) +
        homeserver +
        notify('return 200 hello;'),
    );
    assert.deepEqual(lost.of('well-known'), ['well-known.client', 'fine'], JSON.stringify(lost.lines));
    assert.deepEqual(lost.of('federation'), ['federation.well-known', 'note']);
    assert.deepEqual(lost.of('intake'), ['intake.other-answer']);
  });

  test('other servers are led by SRV records, and by port 8448 without any', async () => {
    const plain = server('porter.test', client('https://matrix.porter.test')) + homeserver + passed();
    const port = await freePort();
    const srv: Zone = { ...zone, '_matrix-fed._tcp.porter.test': { srv: [[1, port, 'matrix.porter.test']] } };
    const byRecord = await doctor(plain + server('porter.test', keys, port), srv);
    assert.deepEqual(byRecord.of('federation'), ['fine'], JSON.stringify(byRecord.lines));
    const byPort = await doctor(plain + server('porter.test', keys, 8448));
    assert.deepEqual(byPort.of('federation'), ['fine'], JSON.stringify(byPort.lines));
    assert.match(byPort.lines.find(({ part }) => part === 'federation')?.sentence ?? '', /porter\.test:8448/);
    assert.deepEqual((await doctor(plain)).of('federation'), ['note']);
  });

  test(
    'a real Synapse behind the proxy is known as one, and a proxy that takes its headers away is found',
    needs('synapse'),
    async () => {
      await using synapse = await startSynapse({ registration: 'none' });
      const behind = (more = '') => server('matrix.porter.test', `location / { proxy_pass ${synapse.url}; ${more} }`);
      const files = server('porter.test', client('https://matrix.porter.test') + delegation) + passed();
      const whole = await doctor(files + behind());
      assert.deepEqual(whole.of('well-known'), ['fine', 'fine'], JSON.stringify(whole.lines));
      // Its listener does not serve other servers.
      assert.deepEqual(whole.of('federation'), ['fine', 'note']);
      const bare = await doctor(files + behind('proxy_hide_header Access-Control-Allow-Origin;'));
      assert.deepEqual(bare.of('well-known'), ['fine', 'well-known.homeserver-cors']);
    },
  );

  test('V14: a file that leads clients to this machine is not followed unless that is allowed', async () => {
    names.zone = zone;
    const { stdout } = await runPorterCommand(['doctor', '--json', '--config', 'world.yaml', '--dns', names.address], {
      cwd: porter.dir,
    });
    const { lines } = JSON.parse(stdout) as { readonly lines: readonly DoctorLine[] };
    const codes = lines.map(({ code }) => code);
    assert.ok(codes.includes('well-known.not-read') && codes.includes('name.private'), stdout);
  });
});
