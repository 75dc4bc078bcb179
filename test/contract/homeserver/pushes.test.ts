import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import { parseUserId, type UserId } from '../../../src/kernel/matrix-id.ts';
import { eventually as soon } from '../../support/eventually.ts';
import { alias, openRig, type Rig } from '../../support/homeserver/rig.ts';
import type { MatrixUser } from '../../support/matrix-user.ts';
import { needs } from '../../support/needs.ts';
import { startSynapse, type TestSynapse } from '../../support/synapse.ts';

/** A machine that is busy starts a Synapse slowly. */
const eventually = (ask: Parameters<typeof soon>[0]) => soon(ask, { timeoutMs: 90_000 });

describe('pushes of a real Synapse', { ...needs('synapse') }, () => {
  let synapse: TestSynapse;
  let boss: MatrixUser;
  let rig: Rig;
  let room: string;
  before(async () => {
    synapse = await startSynapse();
    boss = await synapse.registerAdmin('boss');
    await synapse.promotePorter(boss);
    rig = await openRig(synapse, { room: { admin: parseUserId(boss.userId) as UserId } });
    assert.equal((await rig.steps.look()).ready, true);
    room = await boss.join(alias);
  });
  after(async () => {
    await rig?.[Symbol.asyncDispose]();
    await synapse?.[Symbol.asyncDispose]();
  });
  const keptOnce = (event: string) => rig.kept.filter(({ key }) => key === event).length === 1;

  test('D5: the answer to a push is lost: the same comes again, the vote is kept once', async () => {
    const notice = await boss.sendText(room, 'notice');
    await eventually(() => keptOnce(notice));
    const before_ = synapse.relay.connections.length;
    synapse.relay.cut();
    await synapse.relay.set({ cutAfter: { toClient: 1 } });
    const vote = await boss.react(room, notice, '✅');
    await eventually(() => keptOnce(vote));
    // Kept is before answered: the answer itself has to meet the cut.
    await eventually(() => synapse.relay.connections.slice(before_).some(({ open }) => !open));
    await synapse.relay.set({});
    const later = await boss.sendText(room, 'later');
    // Synapse repeats what was not answered before it goes on to what came after.
    await eventually(() => keptOnce(later));
    assert.ok(synapse.relay.connections.length > before_ + 1);
    assert.ok(keptOnce(vote));
  });

  test('V4: Synapse counts its transactions from 1 again after a restart: no new event is dropped', async () => {
    const first = await boss.sendText(room, 'before the restart');
    await eventually(() => keptOnce(first));
    await synapse.restart();
    const events: string[] = [];
    for (let i = 0; i < 5; i += 1) events.push(await boss.sendText(room, `after ${i}`));
    await eventually(() => events.every(keptOnce));
    assert.ok(keptOnce(first));
  });
});
