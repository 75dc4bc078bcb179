import { setTimeout as sleep } from 'node:timers/promises';
import { AGREED } from '../src/registration/rules/fields/findable.ts';
import { markKey } from '../src/registration/team/reaction-key.ts';
import { eventually } from '../test/support/eventually.ts';
import { codeIn, linkIn } from '../test/support/mail.ts';
import { logIn, type MatrixUser, type RoomEvent } from '../test/support/matrix-user.ts';
import { formWith, makeVisitor, type VisitedPage } from '../test/support/visitor.ts';
import { CHANNEL, OPS_ADDRESS, type World } from './world.ts';

const NAME = 'lena';
const ADDRESS = 'lena@example.org';
export const PASSWORD = 'quiet-harbour-42-lanterns';
/** Milliseconds. Only a limit against hanging, not a measurement. */
const PATIENCE = 60_000;

/** Takes one application from the form to a log-in, and gives the user who logged in. Calls `told` after each step; throws when a step fails. */
export async function walkOnce(world: World, told: (step: string) => void): Promise<MatrixUser> {
  const { synapse, mail, porter, moderator, room, telegram } = world;
  const userId = synapse.userId(NAME);
  const visitor = makeVisitor();
  const letter = (part: string) =>
    mail.waitForLetter(({ to, text }) => to.includes(ADDRESS) && text.includes(part), PATIENCE);

  let page = await visitor.open(porter.site);
  const typed = {
    username: NAME,
    displayName: 'Lena Ortiz',
    email: ADDRESS,
    reason: 'Ada told me about your reading group.',
    // The form asks by what she may be found where accounts live in Porter.
    ...(world.identityApi === undefined ? {} : { findableByName: AGREED, findableByAddress: AGREED }),
  };
  // The form knows when it was fetched. Sending it faster than a person could leads to one plain extra step.
  await sleep(4_000);
  page = await visitor.send(
    formWith(page, (name) => name === 'username'),
    typed,
  );
  for (let extra = 0; extra < 2 && !asksForCode(page); extra += 1) {
    await sleep(1_000);
    page = await visitor.send(
      formWith(page, (name) => name === 'username'),
      typed,
    );
  }
  if (!asksForCode(page)) throw new Error(`the form was not taken: "${page.title}" (${page.status})`);
  told(`Lena filled in the form at ${porter.site} and applied for ${userId}.`);

  const prove = await letter('/prove/');
  page = await visitor.send(codeForm(page), { [codeField(page)]: codeIn(prove) });
  if (page.status >= 400) throw new Error(`the code was not taken: "${page.title}" (${page.status})`);
  told(`She got the letter "${prove.subject}", entered the code ${codeIn(prove)}, and her address is proved.`);

  const notice = await moderator.waitFor(
    room,
    ({ type, sender, content }) =>
      type === 'm.room.message' &&
      sender === synapse.userId('porter') &&
      !('m.relates_to' in content) &&
      bare(content['body']).includes(userId),
    PATIENCE,
  );
  told(`The team room shows the notice: ${bare(notice.content['body']).split('\n')[0]}`);

  const heard = await eventually(async () => telegram.sent.find(({ text }) => text.includes(NAME)), {
    timeoutMs: PATIENCE,
    everyMs: 250,
    what: 'the team to hear of it on Telegram',
  });
  told(`The team's Telegram group hears of it too: ${heard.text.split('\n')[0]}`);

  await moderator.react(room, notice.event_id, markKey('✅'));
  told(`${moderator.userId} reacted ✅ to it.`);

  const welcome = await letter('/welcome/');
  told(`The account was made, and the letter "${welcome.subject}" came.`);

  page = await visitor.open(linkIn(welcome, '/welcome/'));
  const form = formWith(page, (_, type) => type === 'password');
  const passwords = [...form.kinds].filter(([, { type }]) => type === 'password').map(([name]) => [name, PASSWORD]);
  page = await visitor.send(form, Object.fromEntries(passwords));
  if (
    page.status >= 400 ||
    page.forms.some(({ kinds }) => [...kinds.values()].some(({ type }) => type === 'password'))
  ) {
    throw new Error(`the password was not taken: "${page.title}" (${page.status})`);
  }
  told('She opened its link and set a password.');

  const lena = await eventually(() => logIn(synapse.url, NAME, PASSWORD), {
    timeoutMs: PATIENCE,
    everyMs: 250,
    what: 'a log-in with the new password',
  });
  told(`She logged in at Synapse with it and is ${await lena.whoami()}.`);

  const outcome = await eventually(() => newLine(moderator, room, notice), {
    timeoutMs: PATIENCE,
    everyMs: 250,
    what: 'the notice to show its outcome',
  });
  told(`The notice now says: ${outcome}`);
  await notify(world, told);
  return lena;
}

/** Sends one notification to every channel of the demo, as a person at a terminal does. */
async function notify({ porter, admin, ops, telegram, discord, xmpp, mail }: World, told: (step: string) => void) {
  const typed = ['send', '--to', 'ops', 'Disk full', 'sda1 at 98 %', '--link', 'https://status.example/', '--wait'];
  const { code, stdout, stderr } = await porter.run(...typed);
  if (code !== 0) throw new Error(`porter send ended with ${code}: ${stdout}${stderr}`);
  const seen = {
    Matrix: (await admin.messages(ops, 50)).some(({ content }) => String(content['body']).includes('Disk full')),
    Telegram: telegram.sent.some(({ text }) => text.includes('Disk full')),
    Discord: discord.messages(CHANNEL).some(({ content }) => content.includes('Disk full')),
    ...(xmpp && { XMPP: xmpp.person.received.some(({ body }) => body.includes('Disk full')) }),
    mail: mail.lettersTo(OPS_ADDRESS).some(({ subject }) => subject.includes('Disk full')),
  };
  const missing = Object.entries(seen).filter(([, there]) => !there);
  if (missing.length > 0) throw new Error(`the notification is not there: ${missing.map(([name]) => name).join(', ')}`);
  told(
    `"porter send --to ops" reached ${Object.keys(seen).join(', ')}:\n    ${stdout.trim().split('\n').join('\n    ')}`,
  );
}

const isCode = (_: string, __: string, autocomplete: string) => autocomplete === 'one-time-code';
const codeForm = (page: VisitedPage) => formWith(page, isCode);
const asksForCode = (page: VisitedPage) =>
  page.forms.some(({ kinds }) => [...kinds.values()].some(({ autocomplete }) => autocomplete === 'one-time-code'));

function codeField(page: VisitedPage): string {
  const [found] = [...codeForm(page).kinds].find(([, { autocomplete }]) => autocomplete === 'one-time-code') ?? [];
  if (found === undefined) throw new Error('the page has no field for the code');
  return found;
}

/** The sentence that names who decided: it is in the newest edit of the notice and was not in the first version. */
async function newLine({ userId, shown }: World['moderator'], room: string, notice: RoomEvent) {
  const before = bare(notice.content['body']).split('\n');
  const now = bare((await shown(room, notice.event_id))['body']).split('\n');
  return now.find((line) => !before.includes(line) && line.includes(userId) && line.endsWith('.'));
}

/** Removes the word joiners that keep a stranger's text from becoming a link. */
const bare = (text: unknown): string => String(text).replaceAll('\u2060', '');
