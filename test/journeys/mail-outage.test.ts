import assert from 'node:assert/strict';
import { after, before, beforeEach, describe, test } from 'node:test';
import { eventually } from '../support/eventually.ts';
import type { CaughtLetter, MailTrouble } from '../support/mail.ts';
import { needs } from '../support/needs.ts';
import { formWith } from '../support/visitor.ts';
import { type Applicant, makeApplicant } from './support/applicant.ts';
import { type House, openHouse } from './support/house.ts';
import { openPorterInside, type PorterInside } from './support/porter-inside.ts';
import { deadJobs, readiness, stageOf } from './support/unfinished.ts';

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const PASSWORD = 'quiet-harbour-42-lanterns';

type Fits = (letter: CaughtLetter) => boolean;
const withLink =
  (part: string): Fits =>
  ({ text }) =>
    text.includes(part);
const withoutLinks: Fits = ({ text }) => !/\/(prove|status|welcome)\//.test(text);

describe('the mail server breaks at each letter, and comes back', needs('synapse'), () => {
  let house: House;
  let inside: PorterInside;
  let visit = 0;
  let nia: Applicant;
  before(async () => {
    house = await openHouse({ start: false });
    inside = await openPorterInside(house);
  });
  after(async () => {
    await inside?.[Symbol.asyncDispose]();
    await house?.[Symbol.asyncDispose]();
  });
  beforeEach(() => {
    visit += 1;
    house.mail.heal();
    nia = makeApplicant(house, { username: `nia${visit}` });
  });

  const lettersTo = (address: string, fits: Fits) => house.mail.lettersTo(address).filter(fits);

  /** The step is done while no mail server answers; its letter comes once one does, and only once. */
  async function withoutMail(step: () => Promise<unknown>, to: string, fits: Fits): Promise<void> {
    const before = lettersTo(to, fits).length;
    await house.mail.down();
    await step();
    const paused = async () => (await readiness(house.porter)).reasons.some((reason) => /email/.test(reason));
    await inside.inTime(paused, '/readyz that names the mail');
    await inside.leap(HOUR);
    await house.mail.up();
    await inside.inTime(() => lettersTo(to, fits).length > before, 'the letter');
    await inside.leap(HOUR);
    assert.equal(lettersTo(to, fits).length, before + 1);
  }

  const noticeOf = ({ userId }: Applicant) =>
    house.admin.waitFor(
      inside.room,
      ({ content }) => content['m.relates_to'] === undefined && String(content.body).includes(userId),
      MINUTE,
    );
  /** Resolves once the vote has decided: how long the homeserver takes to push it is no matter of Porter's time. */
  const vote = async (applicant: Applicant, key: '✅' | '❌') => {
    await house.ada.react(inside.room, (await noticeOf(applicant)).event_id, key);
    const decided = () => stageOf(house.porter, applicant.userId) !== 'waiting';
    await eventually(decided, { timeoutMs: MINUTE, what: 'a decision' });
  };

  test('every letter of the way in', async () => {
    await withoutMail(() => nia.apply(), nia.email, withLink('/prove/'));
    await withoutMail(() => nia.proveByCode(), nia.email, withLink('/status/'));
    await withoutMail(() => vote(nia, '✅'), nia.email, withLink('/welcome/'));
    await nia.setPassword(PASSWORD);
    await nia.logIn(PASSWORD);
    const again = makeApplicant(house, { username: 'second', email: nia.email });
    await withoutMail(() => again.apply(), nia.email, withoutLinks);
    assert.deepEqual(await deadJobs(house.porter), []);
  });

  test('the letters of other ends: refused, not proved, address changed', async () => {
    await nia.applyAndProve();
    await house.letter(nia.email, '/status/');
    await withoutMail(() => vote(nia, '❌'), nia.email, withoutLinks);

    const lost = makeApplicant(house, { username: 'forgetful' });
    await lost.apply();
    await house.letter(lost.email, '/prove/');
    const late = () => inside.leap(4 * 24 * HOUR);
    await withoutMail(late, lost.email, (letter) => withoutLinks(letter) || /expired|ended/i.test(letter.subject));

    const typo = makeApplicant(house, { username: 'typist', email: 'typo@example.org' });
    const page = await typo.apply();
    await house.letter('typo@example.org', '/prove/');
    const correct = () =>
      typo.visitor.send(
        formWith(page, (name) => name === 'email'),
        { email: 'right@example.org' },
      );
    await withoutMail(correct, 'right@example.org', withLink('/prove/'));
    await inside.inTime(() => lettersTo('typo@example.org', withoutLinks).length === 1, 'a word to the old address');
    assert.deepEqual(await deadJobs(house.porter), []);
  });

  const troubles = {
    greylist: 'greylisting (451 to the recipient)',
    later: '451 after the letter',
    busy: '421 after the letter, and the connection ends',
    'cut-in-data': 'a cut in the middle of the letter',
    'cut-before-250': 'a cut between the letter and the 250',
    hang: 'no answer at all',
  } as const satisfies Partial<Record<MailTrouble, string>>;

  for (const [trouble, what] of Object.entries(troubles) as [keyof typeof troubles, string][]) {
    test(`N6: ${what}, twice: the letter arrives under one Message-ID, and its code is good`, async () => {
      house.mail.fault({ trouble, times: 2, to: (address) => address === nia.email });
      await nia.apply();
      const good = () => lettersTo(nia.email, withLink('/prove/')).find(({ answered }) => answered);
      await inside.inTime(good, 'a letter that was taken');
      const all = lettersTo(nia.email, withLink('/prove/'));
      assert.equal(all.length, trouble === 'cut-before-250' ? 3 : 1);
      assert.equal(new Set(all.map(({ messageId }) => messageId)).size, 1);
      assert.equal(new Set(all.map(({ headers }) => headers.get('date'))).size, 1);
      assert.match((await nia.proveByCode()).url, /\/status\//);
      assert.deepEqual(await deadJobs(house.porter), []);
    });
  }

  test('N6: an address that is refused for good is told on the page, and the letter is no job for anybody', async () => {
    house.mail.fault({ trouble: 'refuse', times: Number.POSITIVE_INFINITY, to: (address) => address === nia.email });
    const { url } = await nia.apply();
    await eventually(async () => (await nia.visitor.open(url)).html.includes('role="alert"'));
    assert.deepEqual(await deadJobs(house.porter), []);
  });
});
