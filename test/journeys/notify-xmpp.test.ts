import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import { eventually } from '../support/eventually.ts';
import { needs } from '../support/needs.ts';
import { type PorterProcess, startPorter } from '../support/porter-process.ts';
import { openPerson, type XmppPerson } from '../support/xmpp/person.ts';
import { startProsodyForClients } from '../support/xmpp/prosody.ts';
import { DOMAIN, type XmppServer } from '../support/xmpp/server.ts';

const PASSWORD = 'canary-xmpp-0123456789abcdef0123';

const overXmpp = ({ port }: XmppServer, ops: readonly string[]) => ({
  channels: {
    xmpp: {
      ...{ service: `xmpp://127.0.0.1:${port}`, domain: DOMAIN },
      credentials: { username: 'porter', password: PASSWORD },
    },
  },
  notifications: { targets: { ops } },
});

describe('a Porter whose people are on XMPP', needs('prosody'), () => {
  let server: XmppServer;
  let ada: XmppPerson;
  let room: string;
  let porter: PorterProcess;

  before(async () => {
    server = await startProsodyForClients();
    await server.addAccount('porter', PASSWORD);
    ada = await openPerson(server, 'ada');
    room = await ada.makeRoom('team');
    porter = await startPorter({ config: overXmpp(server, [`xmpp:${ada.jid}`, `xmpp:muc:${room}`]) });
  });
  after(async () => {
    await porter?.[Symbol.asyncDispose]();
    await ada?.[Symbol.asyncDispose]();
    await server?.[Symbol.asyncDispose]();
  });

  test('the log says at the start as whom it is connected, and one notification reaches a person and a group chat', async () => {
    await porter.waitForLog((line) => line.msg === `xmpp: connected as porter@${DOMAIN}`);
    const sent = await porter.run('send', '--to', 'ops', 'Disk full', 'sda1 at 98 %', '--wait');
    assert.deepEqual([sent.code, sent.stderr], [0, '']);
    assert.equal(sent.stdout.match(/^✓ xmpp /gm)?.length, 2, sent.stdout);
    await eventually(() => ada.received.length === 2);
    assert.deepEqual(
      ada.received.map(({ type, body }) => [type, body]).sort(),
      ['chat', 'groupchat'].map((type) => [type, '[command] Disk full\nsda1 at 98 %']),
    );
  });

  test('whom the server cannot reach is told in its words', async () => {
    const sent = await porter.run('send', '--to', 'xmpp:nobody@porter.test', 'Hello', '--wait');
    assert.equal(sent.code, 1);
    assert.match(sent.stdout, /^✗ xmpp {2}service-unavailable/);
  });

  test('a server that restarts costs nothing but time', async () => {
    await server.stop();
    const sending = porter.run('send', '--to', `xmpp:${ada.jid}`, 'Back again', '--wait');
    await porter.waitForLog((line) => JSON.stringify(line).includes('xmpp.down'));
    await server.start();
    await using later = await openPerson(server, 'ada', { known: true });
    assert.equal((await sending).code, 0);
    await eventually(() => later.received.some(({ body }) => body === '[command] Back again'));
  });
});

describe('a Porter at an XMPP server that keeps nothing for people who are offline', needs('prosody'), () => {
  test('what comes back after it counted as delivered is told by the list, and cannot be tried again', async () => {
    await using server = await startProsodyForClients({ keepsOffline: false });
    await server.addAccount('porter', PASSWORD);
    await using eva = await openPerson(server, 'eva');
    await using porter = await startPorter({ config: overXmpp(server, [`xmpp:${eva.jid}`]) });
    await porter.waitForLog((line) => line.msg === `xmpp: connected as porter@${DOMAIN}`);
    eva.loseNetwork();
    assert.equal((await porter.run('send', '--to', 'ops', 'Disk full', '--wait')).code, 0);

    await using _again = await openPerson(server, 'eva', { known: true, quiet: true });
    await porter.waitForLog((line) => line.msg === 'what counted as done was refused after all and is a dead letter');
    const listed = (await porter.run('outbox', 'list', '--target', 'ops')).stdout;
    assert.match(listed, /^1 dead\.$/m);
    const [, number = ''] = /^(\d+) +dead .* bounced: (?:recipient|service)-unavailable/m.exec(listed) ?? [];
    const retried = await porter.run('outbox', 'retry', number);
    assert.equal(retried.code, 1);
    assert.match(retried.stderr, /was delivered and refused afterwards: its content was deleted/);
    assert.equal((await porter.run('outbox', 'drop', number, '--yes')).code, 0);
  });
});
