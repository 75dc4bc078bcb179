import assert from 'node:assert/strict';
import { after, before, beforeEach, describe, test } from 'node:test';
import { eventually } from '../support/eventually.ts';
import type { RoomEvent } from '../support/matrix-user.ts';
import { needs } from '../support/needs.ts';
import { type Applicant, makeApplicant } from './support/applicant.ts';
import { type House, openHouse } from './support/house.ts';
import { startHttpProxy } from './support/http-proxy.ts';
import { account, restartWith, showing, stage } from './support/talk.ts';
import { check, deadJobs, opens, readiness } from './support/unfinished.ts';

const PASSWORD = 'quiet-harbour-42-lanterns';

describe('the homeserver is killed on the way, and comes back', needs('synapse'), () => {
  let house: House;
  let visit = 0;
  let lena: Applicant;
  before(async () => {
    house = await openHouse();
  });
  after(() => house?.[Symbol.asyncDispose]());
  beforeEach(() => {
    visit += 1;
    lena = makeApplicant(house, { username: `lena${visit}` });
  });

  const isDown = () =>
    eventually(async () => (await readiness(house.porter)).status === 503, { timeoutMs: 90_000, what: 'not ready' });

  const bothMarks = ({ event_id }: RoomEvent) =>
    eventually(async () => (await house.admin.relations(house.room, event_id, 'm.annotation')).length === 2, {
      timeoutMs: 90_000,
      what: "Porter's ✅ and ❌",
    });

  /** The notices of one applicant, without edits and what stands in their threads. */
  async function notices({ userId }: Applicant): Promise<readonly RoomEvent[]> {
    const events = await house.admin.messages(house.room, 500);
    return events.filter(
      ({ type, sender, content }) =>
        type === 'm.room.message' &&
        sender === house.synapse.userId('porter') &&
        content['m.relates_to'] === undefined &&
        String(content.body).includes(userId),
    );
  }

  /** Everything has come to a good end: one notice, one account, one letter of each kind, nothing dead. */
  async function settled(applicant: Applicant): Promise<void> {
    await applicant.setPassword(PASSWORD);
    assert.equal(await (await applicant.logIn(PASSWORD)).whoami(), applicant.userId);
    assert.equal((await notices(applicant)).length, 1);
    const { threepids } = (await account(house, applicant.userId)) as { threepids: { address: string }[] };
    assert.deepEqual(
      threepids.map(({ address }) => address),
      [applicant.email],
    );
    const letters = house.mail.lettersTo(applicant.email);
    for (const kind of ['/prove/', '/welcome/']) {
      assert.equal(letters.filter(({ text }) => text.includes(kind)).length, 1, kind);
    }
    assert.deepEqual(await deadJobs(house.porter), []);
  }

  test('N1: before the form: people apply and prove, the team hears of it afterwards', async () => {
    const { synapse, porter } = house;
    await synapse.kill();
    assert.match((await lena.applyAndProve()).url, /\/status\//);
    await house.letter(lena.email, '/status/');
    await isDown();
    assert.equal((await lena.visitor.open(porter.site)).status, 200, 'the door stays open');
    const { exit, lines } = await check(porter);
    assert.equal(exit, 3);
    assert.ok(lines.some(({ code }) => code === 'homeserver.down'));
    // What waits is not said to be posted.
    const waiting = await check(porter, '--offline', '--practice');
    assert.deepEqual(
      [waiting.exit, waiting.lines.at(-1)?.code],
      [1, 'practice.waiting'],
      JSON.stringify(waiting.lines),
    );

    await synapse.start();
    await house.ada.react(house.room, (await house.notice(lena.userId)).event_id, '✅');
    await settled(lena);
    await opens(porter);
    const posted = await check(porter, '--offline', '--practice');
    assert.match(posted.lines.at(-1)?.sentence ?? '', /stands in the team room/);
  });

  test('between the form and the proof', async () => {
    await lena.apply();
    await house.synapse.kill();
    await lena.proveByLink();
    await isDown();
    await house.synapse.start();
    await house.ada.react(house.room, (await house.notice(lena.userId)).event_id, '✅');
    await settled(lena);
  });

  test('between the vote and the account', async () => {
    await restartWith(house, { registration: { approveDelay: '2s' } });
    await lena.applyAndProve();
    await house.ada.react(house.room, (await house.notice(lena.userId)).event_id, '✅');
    await stage(lena, /approved/i);
    await house.synapse.kill();
    await isDown();
    await stage(lena, /approved/i);
    await house.synapse.start();
    await settled(lena);
    await restartWith(house, { registration: { approveDelay: '0s' } });
  });

  test('before the welcome: nothing that was typed counts, the link stays good', async () => {
    await lena.applyAndProve();
    await house.ada.react(house.room, (await house.notice(lena.userId)).event_id, '✅');
    await lena.welcome();
    await house.synapse.kill();
    const page = await lena.setPassword(PASSWORD);
    assert.equal(page.status, 503, page.title);
    const id = /\b[0-9a-f-]{8,36}\b/i.exec(page.html.replaceAll(/<head>.*<\/head>/gs, ''))?.[0];
    assert.ok((await house.porter.output()).includes(id ?? '?'), `the number ${id} is in the log`);
    await house.synapse.start();
    await opens(house.porter);
    await settled(lena);
  });

  test('a vote that was lost on the way to Porter counts once both are back', async () => {
    const { synapse, porter, bo, room } = house;
    // Takes every push as if it were Porter, and keeps nothing: so does Synapse lose events around a restart.
    await using swallower = await startHttpProxy(() => '');
    let swallowed = '';
    swallower.rule((req, res) => {
      req.on('data', (piece: Buffer) => {
        swallowed += piece.toString('latin1');
      });
      req.on('end', () => res.setHeader('content-type', 'application/json').end('{}'));
      return 'answered';
    });
    await lena.applyAndProve();
    const notice = await house.notice(lena.userId);
    await bothMarks(notice);
    synapse.relay.aim(Number(new URL(swallower.url).port));
    synapse.relay.cut();
    const vote = await bo.react(room, notice.event_id, '✅');
    await eventually(() => swallowed.includes(vote), { timeoutMs: 60_000, what: 'the vote to be lost' });
    await synapse.kill();
    synapse.relay.aim(porter.appservicePort);
    // Somebody else's form finds out that the homeserver is away.
    await makeApplicant(house, { username: 'somebody' }).apply();
    await isDown();
    await synapse.start();
    await showing(house, notice, /@bo:porter\.test|\bbo\b/);
    await settled(lena);
  });

  test('N4: a notice whose answer was lost stands in the room once, whatever Synapse has forgotten', async () => {
    const { synapse, ada, room } = house;
    await using between = await startHttpProxy(() => synapse.url);
    await restartWith(house, { homeserver: { url: between.url } });
    await lena.apply();
    let lost = 0;
    between.rule((req) => {
      if (req.method !== 'PUT' || !req.url?.includes('/send/m.room.message/')) return 'pass';
      lost += 1;
      return 'answer-lost';
    });
    await lena.proveByLink();
    await house.notice(lena.userId);
    await eventually(() => lost > 1, { timeoutMs: 60_000, what: 'a second try' });
    await synapse.kill();
    between.rule(() => 'pass');
    await synapse.start();
    const notice = await house.notice(lena.userId);
    await bothMarks(notice);
    await ada.react(room, notice.event_id, '✅');
    await settled(lena);
    await restartWith(house, { homeserver: { url: synapse.url } });
  });
});
