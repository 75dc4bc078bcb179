import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import { eventually } from '../support/eventually.ts';
import { needs } from '../support/needs.ts';
import { type PorterProcess, startPorter } from '../support/porter-process.ts';
import { openPerson, type XmppPerson } from '../support/xmpp/person.ts';
import { startProsodyForClients } from '../support/xmpp/prosody.ts';
import { DOMAIN, type XmppServer } from '../support/xmpp/server.ts';

const PASSWORD = 'canary-xmpp-0123456789abcdef0123';

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
    porter = await startPorter({
      config: {
        channels: {
          xmpp: {
            ...{ service: `xmpp://127.0.0.1:${server.port}`, domain: DOMAIN },
            credentials: { username: 'porter', password: PASSWORD },
          },
        },
        notifications: { targets: { ops: [`xmpp:${ada.jid}`, `xmpp:muc:${room}`] } },
      },
    });
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
