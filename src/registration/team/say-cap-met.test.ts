import assert from 'node:assert/strict';
import { test } from 'node:test';
import { openTeam } from '../../../test/support/team.ts';
import { DAY, HOUR } from '../../kernel/clock.ts';
import { languageCodes } from '../../kernel/languages.ts';
import { say } from '../../texts/say.ts';
import { parseRoomKey } from './room-key.ts';
import { type CapOfForms, makeSayCapMet } from './say-cap-met.ts';

test('S16: the team is told once a day and cap that forms are turned away, and what it can do', async () => {
  await using team = await openTeam();
  const sayCapMet = () => makeSayCapMet({ ...team, ...team.storage });
  const at = team.clock.now() + HOUR;
  const said = async () => (await team.jobs('registration.reply-in-room')).map(({ key }) => key);
  await Promise.all(Array.from({ length: 5 }, () => sayCapMet()('day', { at, domain: 'a.example' })));
  assert.deepEqual(await said(), ['room.cap.day']);
  await sayCapMet()('domain', { at, domain: 'a.example' });
  await team.clock.advance(DAY - HOUR);
  await sayCapMet()('domain', { at, domain: 'b.example' });
  assert.deepEqual(await said(), ['room.cap.day', 'room.cap.domain']);
  await team.clock.advance(HOUR);
  await sayCapMet()('domain', { at, domain: 'c.example' });
  assert.deepEqual(await said(), ['room.cap.day', 'room.cap.domain', 'room.cap.domain']);
  team.room.here = undefined;
  await sayCapMet()('open', { at });
  assert.equal((await said()).length, 3);
});

test('S16: a mail domain that a stranger typed makes no link, and every sentence names its setting or its command', async () => {
  await using team = await openTeam();
  const sayCapMet = makeSayCapMet({ ...team, ...team.storage });
  const caps: readonly CapOfForms[] = ['day', 'domain', 'open', 'unproved', 'letters', 'network'];
  for (const cap of caps) await sayCapMet(cap, { at: team.clock.now(), domain: 'evil.example' });
  for (const { key, values } of await team.jobs('registration.reply-in-room')) {
    for (const language of languageCodes) {
      const text = say(language, parseRoomKey(key) ?? assert.fail(), values as Record<string, string>);
      assert.match(text, /registration\.limits\.\w+|!porter event/);
      assert.doesNotMatch(text, /evil\.example|\{\{|NaN/);
    }
  }
});
