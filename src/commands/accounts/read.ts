import type { AccountsTools } from '../../app/accounts/tools.ts';
import { whoIs } from '../application-page.ts';
import { type Exit, FINE } from '../exit.ts';
import { columns, print, printJson, utcText } from '../print.ts';
import { type CommonOptions, wrong } from '../with-config.ts';
import { changeSentence } from './refusals.ts';
import { changeLine } from './undo-address.ts';
import { refused, withAccounts, withName } from './with-accounts.ts';

type Newest = Awaited<ReturnType<AccountsTools['addresses']['newest']>>;
type Details = NonNullable<Awaited<ReturnType<AccountsTools['keep']['show']>>>;

export interface ListOptions extends CommonOptions {
  readonly state?: string;
  readonly after?: string;
  readonly limit: string;
}

const states = ['active', 'suspended', 'closed'] as const;

export const listAccounts = (options: ListOptions): Promise<Exit> => {
  const state = states.find((one) => one === options.state);
  const limit = Number(options.limit);
  if (
    (options.state !== undefined && state === undefined) ||
    !(Number.isInteger(limit) && limit >= 1 && limit <= 10_000)
  ) {
    return Promise.resolve(wrong(options, `--state takes ${states.join(', ')}; --limit a number from 1 to 10000.`));
  }
  return withAccounts(options, async ({ keep }) => {
    const found = await keep.list({ state, after: options.after, limit });
    if (options.json) printJson(found);
    else if (found.length === 0) print('No accounts.');
    else {
      const rows = found.map((of) => [of.localpart, of.state, timeText(of.lastSeenAt), of.displayName ?? '']);
      print(columns([['name', 'state', 'last seen (UTC)', 'display name'], ...rows]));
      if (found.length === limit) print(`There may be more: --after ${found.at(-1)?.localpart}`);
    }
    return FINE;
  });
};

export const showAccount = (typed: string, options: CommonOptions): Promise<Exit> =>
  withName(options, typed, async ({ keep, addresses }, name) => {
    const details = await keep.show(name);
    if (details === undefined) return refused(options, 'unknown-account', changeSentence(name, undefined));
    const newest = await addresses.newest(name);
    const { profile, hasPassword, audit } = details;
    if (options.json) printJson({ ...profile, hasPassword, addressChange: changeJson(newest), audit });
    else print(pageOf(details, newest));
    return FINE;
  });

/** What the page says of a change; the hash of its link is nobody's business. */
const changeJson = (newest: Newest) => {
  if (newest === undefined) return null;
  const { address, replaces, askedAt, end } = newest.change;
  return { address, replaces: replaces ?? null, askedAt, open: newest.isOpen, doneAt: end?.at ?? null };
};

function pageOf({ profile, hasPassword, audit }: Details, newest: Newest): string {
  const yes = (agreed: boolean) => (agreed ? 'yes' : 'no');
  const facts = [
    ['name', profile.localpart],
    ['display name', profile.displayName ?? '-'],
    ['state', profile.state],
    ['password', hasPassword ? 'set' : 'none, so nobody can log in'],
    ...profile.addresses.map(({ medium, address }) => [medium === 'email' ? 'mail' : 'phone', address]),
    ...(newest === undefined ? [] : [changeLine(newest)]),
    ['found by name', yes(profile.findableByName)],
    ['found by address', yes(profile.findableByAddress)],
    ['created (UTC)', utcText(profile.createdAt)],
    ['last seen (UTC)', timeText(profile.lastSeenAt)],
  ];
  return [columns(facts), '', columns(audit.map(({ at, what, by }) => [utcText(at), what, whoIs(by)]))].join('\n');
}

const timeText = (at: number | undefined): string => (at === undefined ? '-' : utcText(at));
