import { type ExpressionBuilder, sql } from 'kysely';
import { accountChannel, serviceOf } from '../../kernel/channel-name.ts';
import { destinationAt } from '../../kernel/destination-at.ts';
import type { LetGo } from '../../notifications/ports/letting-go.ts';
import type { JobValue } from '../../outbox/job.ts';
import type { Tables } from '../shared/tables.ts';

/** Whose rows are looked for. */
export interface Whose {
  /** Is this one of the addresses? Capitals do not count. */
  isMeant(channel: JobValue | undefined, address: JobValue | undefined): boolean;
  /** The destinations of their deliveries, each as a pattern of `like`. Others may have the same. */
  readonly destinations: readonly string[];
}

type One = { readonly channel: string; readonly address: string };

/** These addresses on every account of their service: `telegram:42` means `telegram@alarm:42` too. */
export function onEveryAccount(all: readonly One[]): Whose {
  const nameOf = (channel: unknown, address: unknown): string =>
    `${serviceOf(String(channel))}:${address}`.toLowerCase();
  const names = new Set(all.map(({ channel, address }) => nameOf(channel, address)));
  return {
    isMeant: (channel, address) => names.has(nameOf(channel, address)),
    destinations: all.flatMap(({ channel, address }) =>
      [serviceOf(channel), accountChannel(serviceOf(channel), '%')].map((place) => destinationAt(place, address)),
    ),
  };
}

/** Exactly these addresses, or all of exactly this channel. */
export function exactly(to: LetGo): Whose {
  if ('channel' in to) {
    const { channel: only } = to;
    return { isMeant: (channel) => channel === only, destinations: [`${plain(only)}:%`] };
  }
  const nameOf = (channel: unknown, address: unknown): string => `${channel}:${address}`.toLowerCase();
  const names = new Set(to.addresses.map(({ channel, address }) => nameOf(channel, address)));
  return {
    isMeant: (channel, address) => names.has(nameOf(channel, address)),
    destinations: to.addresses.map(({ channel, address }) => destinationAt(plain(channel), address)),
  };
}

/** A pattern that only this text fits. */
const plain = (text: string): string => text.replaceAll(/[!%_]/g, '!$&');

type Named = { shown_messages: 'name'; told_in_digests: 'name'; jobs: 'queue' };

/** Does the column begin with this, one of the destinations, and then that? Each as a pattern of `like`. */
export const isOf =
  <Table extends keyof Named>(
    { destinations }: Pick<Whose, 'destinations'>,
    column: Named[Table],
    [before, behind]: readonly [string, string],
  ) =>
  (eb: ExpressionBuilder<Tables, Table>) =>
    eb.or(destinations.map((each) => sql<boolean>`${sql.ref(column)} like ${`${before}${each}${behind}`} escape '!'`));
