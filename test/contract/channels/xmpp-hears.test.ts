import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import type { Remark } from '../../../src/ports/channel.ts';
import { eventually } from '../../support/eventually.ts';
import { needs } from '../../support/needs.ts';
import { openPerson } from '../../support/xmpp/person.ts';
import { startProsodyForClients } from '../../support/xmpp/prosody.ts';
import { openPorter } from '../../support/xmpp/rig.ts';
import type { XmppServer } from '../../support/xmpp/server.ts';

// ejabberd returns what was not acknowledged to its sender, unless `resend_on_timeout` says otherwise.
describe('what is written over XMPP', needs('prosody'), () => {
  let started: XmppServer;
  const server = () => started;
  before(async () => {
    started = await startProsodyForClients();
  });
  after(() => started?.[Symbol.asyncDispose]());

  test('D2: what could not be kept is not acknowledged, and the server hands it over to the next login', async () => {
    await using eva = await openPerson(server(), 'evaheard');
    const asked: string[] = [];
    let user: string;
    {
      await using porter = await openPorter(server());
      ({ user } = porter);
      const ending = new AbortController();
      let works = false;
      const hearing = {
        addresses: [eva.jid],
        works() {
          works = true;
        },
        // Killed before the disk had it: this never ends.
        keep: ([remark]: readonly Remark[]) => {
          asked.push(String(remark?.text));
          return new Promise<never>(() => undefined);
        },
      };
      const heard = porter.channel.hear?.(hearing, ending.signal);
      await eventually(() => works);
      await eva.say(porter.jid, 'Are you there?');
      await eventually(() => asked.length === 1);
      porter.proxy.cut();
      ending.abort();
      await heard;
    }
    const kept: (string | undefined)[] = [];
    await using porter = await openPorter(server(), { again: user });
    const ending = new AbortController();
    const heard = porter.channel.hear?.(
      {
        ...{ addresses: [eva.jid], works: () => undefined },
        keep: async (remarks) => void kept.push(...remarks.map(({ text }) => text)),
      },
      ending.signal,
    );
    await eventually(() => kept.length > 0, { timeoutMs: 60_000 });
    assert.deepEqual(kept, ['Are you there?']);
    ending.abort();
    await heard;
  });
});
