import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import { needs } from '../support/needs.ts';
import { makeApplicant } from './support/applicant.ts';
import { type House, openHouse } from './support/house.ts';
import { told } from './support/talk.ts';

describe('a newcomer who misses a welcome room', needs('synapse'), () => {
  let house: House;
  before(async () => {
    house = await openHouse({ config: { registration: { welcomeRooms: ['#lounge:porter.test'] } } });
  });
  after(() => house?.[Symbol.asyncDispose]());

  test('is let in all the same, and the thread names the room once, with what to do', async () => {
    const wilma = makeApplicant(house, { username: 'wilma' });
    await wilma.applyAndProve();
    const notice = await house.notice(wilma.userId);
    await house.ada.react(house.room, notice.event_id, '✅');
    await house.letter(wilma.email, '/welcome/');
    const missed = /welcome room #lounge:porter\.test\./;
    const said = await told(house, notice, missed);
    assert.match(said, /#lounge:porter\.test is not known to the homeserver\. Correct registration\.welcomeRooms/);
    assert.match(said, /types there: \/invite @wilma:porter\.test$/);
    assert.equal((await house.thread(notice)).filter((text) => missed.test(text)).length, 1);
  });
});
