import { request } from 'undici';
import { eventually } from '../../support/eventually.ts';
import type { MatrixUser, RoomEvent } from '../../support/matrix-user.ts';
import type { Applicant } from './applicant.ts';
import { type House, PATIENCE } from './house.ts';

/** Without the invisible joiners that keep clients from making links. */
export const plain = (text: unknown): string => String(text).replaceAll('\u2060', '');

/** Waits until the notice, as people see it, fits; resolves with its words. An edit follows within seconds. */
export const showing = (house: House, notice: RoomEvent, fits: RegExp): Promise<string> =>
  eventually(
    async () => {
      const text = plain(await house.shown(notice));
      return fits.test(text) && text;
    },
    { timeoutMs: PATIENCE, what: `a notice that shows ${fits}` },
  );

/** Waits for a message in the thread of the notice that fits. */
export const told = (house: House, notice: RoomEvent, fits: RegExp): Promise<string> =>
  eventually(async () => (await house.thread(notice)).map(plain).find((text) => fits.test(text)), {
    timeoutMs: PATIENCE,
    what: `a message in the thread that says ${fits}`,
  });

/** Porter's answer in the thread of this message. */
export const answerTo = (house: House, event: string, room = house.room): Promise<string> =>
  eventually(
    async () => {
      const thread = await house.admin.relations(room, event, 'm.thread');
      const answer = thread.find(({ sender }) => sender === house.synapse.userId('porter'));
      return answer && plain(answer.content.body);
    },
    { timeoutMs: PATIENCE, what: 'an answer of Porter' },
  );

/**
 * Says something to Porter and resolves with the answer. Items are handled in order, so everything that was pushed before has had
 * its effect by then.
 */
export const ask = async (house: House, user: MatrixUser, text: string, room = house.room): Promise<string> =>
  answerTo(house, await user.sendText(room, text), room);

/** The short ID in a notice. */
export const numberOf = (notice: RoomEvent): string => {
  const found = /^#(\d+) /.exec(plain(notice.content.body));
  if (found?.[1] === undefined) throw new Error(`no number in ${String(notice.content.body)}`);
  return found[1];
};

/** Waits until the applicant's own page says so. */
export const stage = (applicant: Applicant, fits: RegExp): Promise<string> =>
  eventually(
    async () => {
      const { html } = await applicant.status();
      const text = /<p class="stage">([^<]*)</.exec(html)?.[1];
      return text !== undefined && fits.test(text) && text;
    },
    { timeoutMs: PATIENCE, what: `a status page that says ${fits}` },
  );

/** The account at the homeserver as an administrator sees it; undefined when there is none. */
export async function account(house: House, userId: string): Promise<Readonly<Record<string, unknown>> | undefined> {
  const { status, body } = await house.admin.ask('GET', `/_synapse/admin/v2/users/${encodeURIComponent(userId)}`);
  return status === 404 ? undefined : body;
}

/** Porter goes down in an orderly way and comes back with these settings. */
export async function restartWith(house: House, change: Readonly<Record<string, unknown>>): Promise<void> {
  await house.porter.stop();
  await house.porter.configure(change);
  await house.porter.start({ wait: 'ready' });
}

/** The same house, seen from another room. */
export function inRoom(house: House, room: string): House {
  const isNotice = ({ sender, content }: RoomEvent) =>
    sender === house.synapse.userId('porter') && content['m.relates_to'] === undefined;
  return {
    ...house,
    room,
    notice: (userId) =>
      house.admin.waitFor(room, (event) => isNotice(event) && plain(event.content.body).includes(userId), PATIENCE),
    shown: async ({ event_id }) => String((await house.admin.shown(room, event_id)).body),
    thread: async ({ event_id }) =>
      (await house.admin.relations(room, event_id, 'm.thread')).toReversed().map(({ content }) => String(content.body)),
  };
}

/** Waits until `/readyz` refuses with a reason that fits. */
export const notReady = ({ porter }: House, fits: RegExp): Promise<string> =>
  eventually(
    async () => {
      const { statusCode, body } = await request(`${porter.operations}/readyz`, { reset: true });
      const text = await body.text();
      return statusCode === 503 && fits.test(text) && text;
    },
    { timeoutMs: PATIENCE, what: `/readyz that refuses because of ${fits}` },
  );
