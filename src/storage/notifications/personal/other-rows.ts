import type { ExpressionBuilder } from 'kysely';
import { accountChannel, serviceOf } from '../../../kernel/channel-name.ts';
import type { ShownMessage } from '../../../notifications/rules/incident.ts';
import { isoTime, type PersonalRows } from '../../shared/personal-rows.ts';
import type { Tables } from '../../shared/tables.ts';
import { isOf } from '../whose.ts';
import type { PersonAddresses, PersonKeys } from './keys.ts';
import { rememberedOf } from './remembered.ts';

/** Which events in rooms are what the person wrote, and so where replies go. In a chat of several people it is the chat, and nobody's. */
const shownRemarks: PersonalRows<PersonAddresses> = {
  what: 'remarksInRooms',
  async read(on, keys) {
    if (keys.addresses.length === 0) return [];
    const theirs = on.selectFrom('remarks').selectAll().where(isRemarkOf(keys)).orderBy('at').orderBy('event_id');
    return (await theirs.execute()).map(({ channel, address, room_id: room, event_id: event, at }) => ({
      ...{ channel, address, room, event, at: isoTime(at) },
    }));
  },
  async erase(tx, keys) {
    if (keys.addresses.length === 0) return 0;
    const { numDeletedRows } = await tx.deleteFrom('remarks').where(isRemarkOf(keys)).executeTakeFirst();
    return Number(numDeletedRows);
  },
};

const isRemarkOf =
  ({ addresses }: PersonAddresses) =>
  (eb: ExpressionBuilder<Tables, 'remarks'>) =>
    eb.or(
      addresses.map(({ channel, address }) =>
        eb
          .or([eb('channel', '=', serviceOf(channel)), eb('channel', 'like', accountChannel(serviceOf(channel), '%'))])
          .and('address', '=', address),
      ),
    );

/** Messages to the person that are changed when what they tell of changes. */
const shownMessages: PersonalRows<PersonAddresses> = {
  what: 'shownMessages',
  async read(on, keys) {
    const rows = await on
      .selectFrom('shown_messages')
      .select(['name', 'messages', 'at'])
      .where(isOf<'shown_messages'>(keys, 'name', ['', ':%']))
      .orderBy('at')
      .execute();
    return rows.map(({ messages, at }) => ({
      // The cast is safe: only `shown-messages.ts` writes them.
      ...{ messages: (JSON.parse(messages) as ShownMessage[]).map(({ id }) => id), at: isoTime(at) },
    }));
  },
  async erase(tx, keys) {
    const { numDeletedRows } = await tx
      .deleteFrom('shown_messages')
      .where(isOf<'shown_messages'>(keys, 'name', ['', ':%']))
      .executeTakeFirst();
    return Number(numDeletedRows);
  },
};

/** What digests for the person told and did not end. It is kept as hashes only. */
const toldInDigests: PersonalRows<PersonAddresses> = {
  what: 'toldInDigests',
  async read(on, keys) {
    const rows = await on
      .selectFrom('told_in_digests')
      .selectAll()
      .where(isOf<'told_in_digests'>(keys, 'name', ['', ':%']))
      .orderBy('at')
      .execute();
    // The cast is safe: only digests write them.
    return rows.map(({ open, at }) => ({ open: (JSON.parse(open) as string[]).length, at: isoTime(at) }));
  },
  async erase(tx, keys) {
    const { numDeletedRows } = await tx
      .deleteFrom('told_in_digests')
      .where(isOf<'told_in_digests'>(keys, 'name', ['', ':%']))
      .executeTakeFirst();
    return Number(numDeletedRows);
  },
};

/** What channels remember of the person. */
const remembered: PersonalRows<PersonAddresses> = {
  what: 'remembered',
  async read(on, keys) {
    const names = await rememberedOf(on, keys.addresses);
    const rows = await on
      .selectFrom('memory')
      .selectAll()
      .where('name', 'in', ['', ...names])
      .orderBy('name')
      .execute();
    return rows.map(({ name, value }) => ({ what: name.slice('note.'.length), value }));
  },
  async erase(tx, keys) {
    const names = await rememberedOf(tx, keys.addresses);
    const { numDeletedRows } = await tx
      .deleteFrom('memory')
      .where('name', 'in', ['', ...names])
      .executeTakeFirst();
    return Number(numDeletedRows);
  },
};

export const otherRows: readonly PersonalRows<PersonKeys>[] = [shownRemarks, shownMessages, toldInDigests, remembered];
