import assert from 'node:assert/strict';
import { writeFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import path from 'node:path';
import { after, before, describe, test } from 'node:test';
import { request } from 'undici';
import { eventually } from '../../test/support/eventually.ts';
import { linkIn, startMail, type TestMail } from '../../test/support/mail.ts';
import type { MatrixUser } from '../../test/support/matrix-user.ts';
import { needs } from '../../test/support/needs.ts';
import { type PorterProcess, startPorter } from '../../test/support/porter-process.ts';
import { startSynapse, type TestSynapse } from '../../test/support/synapse.ts';

interface Line {
  readonly part: string;
  readonly level: string;
  readonly code?: string;
  readonly sentence: string;
  readonly remedy?: string;
}

async function check(porter: PorterProcess, ...options: readonly string[]) {
  const { code, stdout, stderr } = await porter.run('check', '--json', ...options);
  assert.ok(stdout.startsWith('{'), stderr);
  const { lines } = JSON.parse(stdout) as { readonly lines: readonly Line[] };
  return { code, lines, of: (part: string) => lines.filter((line) => line.part === part) };
}

describe('check and init --promote on a real Synapse', needs('synapse'), () => {
  const opened = new AsyncDisposableStack();
  let synapse: TestSynapse;
  let mail: TestMail;
  let admin: MatrixUser;
  let porter: PorterProcess;

  before(async () => {
    synapse = opened.use(await startSynapse({ registration: 'later' }));
    mail = opened.use(await startMail());
    admin = await synapse.registerAdmin();
    await synapse.registerUser('porter_old');
    porter = opened.use(
      await startPorter({
        ...{ synapse, mail, start: false },
        config: { registration: { admin: admin.userId }, homeserver: { publicUrl: synapse.url } },
      }),
    );
    synapse.relay.aim(porter.appservicePort);
  });
  after(() => opened.disposeAsync());

  const promote = async (token: string) => {
    const file = path.join(porter.dir, 'admin-token');
    await writeFile(file, `${token}\n`, { mode: 0o600 });
    return porter.run('init', '--promote', '--json', '--admin-token-file', file);
  };

  test('a registration that Synapse has not loaded is named as just that', async () => {
    const { code, of } = await check(porter);
    assert.equal(code, 2);
    assert.ok(of('homeserver').every(({ level }) => level === 'fine'));
    assert.match(
      of('homeserver')
        .map(({ sentence }) => sentence)
        .join(),
      /Synapse \d+\.\d+/,
    );
    assert.equal(of('clock')[0]?.level, 'fine');
    assert.deepEqual(
      of('appservice').map(({ code }) => code),
      ['homeserver.token-refused'],
    );
    assert.deepEqual(of('sender'), []);
    assert.equal((await promote(admin.accessToken)).code, 1);
  });

  test('a sender that is no admin is told with the one call that makes it one', async () => {
    await synapse.loadRegistration();
    const { code, of } = await check(porter);
    assert.equal(code, 2);
    // No server of Porter is running, so `check` itself responds to the ping.
    assert.deepEqual(
      of('appservice').map(({ level }) => level),
      ['fine', 'fine'],
    );
    const [sender] = of('sender');
    assert.equal(sender?.code, 'homeserver.not-admin');
    assert.match(sender?.remedy ?? '', /\/_synapse\/admin\/v2\/users\/@porter:porter\.test|%40porter%3Aporter\.test/);
  });

  test('init --promote makes it one with the token of an admin, and of nobody else', async () => {
    const stranger = await synapse.registerUser('mallory');
    const refused = await promote(stranger.accessToken);
    assert.equal(refused.code, 1, refused.stdout);
    assert.match(refused.stdout, /token-not-admin/);
    const promoted = await promote(admin.accessToken);
    assert.equal(promoted.code, 0, promoted.stdout + promoted.stderr);
    assert.deepEqual(JSON.parse(promoted.stdout), {
      ok: true,
      value: 'promoted',
      strangers: ['@porter_old:porter.test'],
    });
    assert.equal((JSON.parse((await promote(admin.accessToken)).stdout) as { value: string }).value, 'was-admin');
  });

  test('while Porter runs every part is looked at, and who may vote is named', async () => {
    await porter.start({ wait: 'ready' });
    const room = await admin.join(`#team:${synapse.serverName}`);
    assert.ok(room);
    const { code, lines, of } = await check(porter);
    assert.deepEqual(
      lines.filter(({ level }) => level === 'bad'),
      [],
    );
    assert.equal(code, 1, JSON.stringify(lines));
    assert.deepEqual(
      lines.filter(({ level }) => level === 'warn').map(({ code }) => code),
      ['configuration.warning', 'sender.names-in-namespace'],
    );
    assert.match(
      of('team room')
        .map(({ sentence }) => sentence)
        .join(),
      new RegExp(`1 may vote now: ${admin.userId}`),
    );
    assert.match(of('site')[0]?.sentence ?? '', /reaches Porter/);
    assert.equal(of('mail')[0]?.level, 'fine');
  });

  test('through a reverse proxy the client address that Porter saw is named, or that it saw none', async () => {
    let forwarded: string | undefined = '203.0.113.9';
    const proxy = createServer((req, res) => {
      const headers = {
        'x-porter-seen': String(req.headers['x-porter-seen']),
        ...(forwarded ? { 'x-forwarded-for': forwarded } : {}),
      };
      void request(`${porter.site}${req.url}`, { headers }).then(async ({ statusCode, body }) =>
        res.writeHead(statusCode).end(await body.text()),
      );
    });
    await new Promise<void>((resolve) => void proxy.listen(0, '127.0.0.1', resolve));
    const url = `http://127.0.0.1:${(proxy.address() as AddressInfo).port}`;
    await porter.configure({ site: { publicUrl: url } });
    assert.match((await check(porter)).of('site')[0]?.sentence ?? '', /saw the client address 203\.0\.113\.9/);
    // The public name leads to this machine, and the proxy says so: nothing to warn of, neither here nor in the log.
    forwarded = '127.0.0.1';
    const own = (await check(porter)).of('site');
    assert.deepEqual(
      own.map(({ level }) => level),
      ['fine'],
    );
    assert.match(own[0]?.sentence ?? '', /said that this machine asked/);
    forwarded = undefined;
    assert.deepEqual(
      (await check(porter)).of('site').map(({ code }) => code),
      [undefined, 'site.no-client-address'],
    );
    // Check itself asked in all these ways.
    assert.ok(!(await porter.output()).includes('limits per network are off: a trusted proxy'));
    proxy.closeAllConnections();
    await new Promise((resolve) => proxy.close(resolve));
    const gone = (await check(porter)).of('site');
    assert.deepEqual(
      gone.map(({ code }) => code),
      ['site.unreachable'],
    );
    await porter.configure({ site: { publicUrl: porter.site } });
  });

  test('where newcomers log in is asked, and the wrong address is told', async () => {
    assert.match((await check(porter)).of('addresses')[0]?.sentence ?? '', /a homeserver answers there/);
    await porter.configure({ homeserver: { publicUrl: porter.site } });
    assert.deepEqual(
      (await check(porter)).of('addresses').map(({ code }) => code),
      ['addresses.log-in'],
    );
    await porter.configure({ homeserver: { publicUrl: synapse.url } });
  });

  test('a letter is sent on request, and the page behind its link says whether it arrived unchanged', async () => {
    const { of } = await check(porter, '--mail', 'op@example.org');
    assert.equal(of('mail').length, 2);
    const link = linkIn(await mail.waitForLetter(({ to }) => to.includes('op@example.org')), '/letter-check/');
    assert.equal((await request(link)).statusCode, 200);
    assert.equal((await request(`${link.slice(0, -1)}${link.endsWith('A') ? 'B' : 'A'}`)).statusCode, 404);
  });

  test('the practice notice is repeated on request', async () => {
    const room = await admin.join(`#team:${synapse.serverName}`);
    const notices = async () =>
      (await admin.messages(room)).filter(
        ({ type, sender }) => type === 'm.room.message' && sender.startsWith('@porter:'),
      ).length;
    await eventually(async () => (await notices()) > 0);
    const seen = await notices();
    const { of } = await check(porter, '--offline', '--practice');
    assert.equal(of('practice')[0]?.level, 'fine');
    await eventually(async () => (await notices()) > seen);
  });

  test('a team room among the welcome rooms is refused, by whatever name it is written', async () => {
    const room = await admin.join(`#team:${synapse.serverName}`);
    await porter.configure({ registration: { welcomeRooms: [room, '#nowhere:porter.test'] } });
    const { code, of } = await check(porter);
    assert.equal(code, 2);
    assert.deepEqual(
      of('welcome rooms').map(({ code }) => code),
      ['welcome-rooms.team-room', 'welcome-rooms.unknown'],
    );
    await porter.configure({ registration: { welcomeRooms: [] } });
  });

  test('a homeserver and a mail server that are away exit with 3', async () => {
    await porter.stop();
    assert.deepEqual(
      (await check(porter, '--offline', '--practice')).of('practice').map(({ code }) => code),
      ['practice.not-running'],
    );
    await mail.down();
    const noMail = await check(porter);
    assert.equal(noMail.code, 3);
    assert.deepEqual(
      noMail.of('mail').map(({ code }) => code),
      ['email.down'],
    );
    assert.deepEqual(
      noMail.of('site').map(({ code }) => code),
      ['site.not-running'],
    );
    await synapse.stop();
    const noServer = await check(porter);
    assert.equal(noServer.code, 3);
    assert.deepEqual(
      noServer.of('homeserver').map(({ code }) => code),
      ['homeserver.down'],
    );
  });

  test('with a Matrix Authentication Service check says in plain words that nobody could enter, and exits with 2', async () => {
    const server = createServer((req, res) => {
      const body =
        req.url === '/_matrix/client/v1/auth_metadata'
          ? { issuer: 'https://auth.porter.test/' }
          : { versions: ['v1.15'], server_version: '1.163.2' };
      res.writeHead(200, { 'Content-Type': 'application/json' }).end(JSON.stringify(body));
    });
    await new Promise<void>((resolve) => void server.listen(0, '127.0.0.1', resolve));
    const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
    await porter.configure({ homeserver: { url, serverName: synapse.serverName } });
    const { code, of } = await check(porter);
    server.closeAllConnections();
    await new Promise((resolve) => server.close(resolve));
    assert.equal(code, 2);
    const mas = of('homeserver').find(({ code }) => code === 'homeserver.mas');
    assert.equal(mas?.level, 'bad');
    assert.match(mas?.sentence ?? '', /nobody can/i);
  });
});
