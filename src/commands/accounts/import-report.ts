import type { AccountsTools } from '../../app/accounts/tools.ts';
import { counted } from '../../kernel/counted.ts';
import { columns } from '../print.ts';

/** What an import came to. */
export type Report = Awaited<ReturnType<AccountsTools['import']>>;

const whys: Readonly<Record<Report['leftOut'][number]['why'], string>> = {
  columns: 'it has more or fewer cells than the first row',
  'bad-name':
    'localpart: no account here can be called so (a-z, 0-9 and . _ = - / +, no _ at the beginning, not a number)',
  'bad-display-name': 'display_name: longer than 256 characters, or with control characters',
  'bad-email': 'email: not a mail address (several are divided by ;)',
  'bad-msisdn': 'msisdn: not a phone number with its country code (several are divided by ;)',
  'bad-hash': 'password_hash: not a hash of argon2id or bcrypt, or one with absurd parameters',
  'bad-findable': 'findable_by_name, findable_by_address: neither yes nor no',
  'bad-state': 'state: not active, suspended or closed',
  machine: 'a bot, a guest, or a user of an appservice',
  deactivated: 'deactivated at the homeserver',
  locked: 'locked at the homeserver; --locked takes it over, suspended',
  'old-name': 'names of this form, such as with capitals, cannot log in by Porter',
  'name-twice': 'an earlier row has this name',
  'address-twice': 'an earlier row has one of these addresses',
  'name-taken': 'somebody made an account of this name meanwhile',
  'name-closed': 'an account of this name was closed here, and names are never given away again',
  'address-taken': 'one of these addresses belongs to another account here',
  'taken-there': 'the homeserver has or had a user of this name, for whom whoever got the account would be taken',
  'name-refused': 'the homeserver would not have a user of this name',
  'cannot-ask': 'the homeserver does not respond, so nobody knows whether it has a user of this name',
};

/** The report in words: counts, then one line for each row that was not taken over. It holds names, and nothing else of the file. */
export function reportText({ added, there, differ, leftOut, notReached }: Report, written: boolean): string {
  const made = written ? `${counted(added, 'account')} made` : `${counted(added, 'account')} would be made`;
  const others = [
    `${there} there already`,
    ...(differ.length > 0 ? [`${differ.length} there but different, and left as they are`] : []),
    ...(leftOut.length > 0 ? [`${leftOut.length} left out`] : []),
    ...(notReached > 0 ? [`${notReached} not looked at, because the homeserver does not respond`] : []),
  ];
  const rows = [
    ...differ.map(({ line, name, in: what }) => ({ line, name, why: `is there, with another ${what.join(', ')}` })),
    ...leftOut.map(({ line, name, why }) => ({ line, name, why: whys[why] })),
  ].sort((one, other) => (one.line ?? 0) - (other.line ?? 0));
  const table = columns([
    ['line', 'name', 'why'],
    ...rows.map(({ line, name = '-', why }) => [line === undefined ? '-' : String(line), name, why]),
  ]);
  return [
    `${[made, ...others].join(', ')}.`,
    ...(rows.length > 0 ? [table] : []),
    ...(!written && added > 0 ? ['Nothing was changed. To make them, say the same with --write.'] : []),
  ].join('\n');
}

type Links = Awaited<ReturnType<NonNullable<AccountsTools['invite']>['all']>>;

/** Names without an address that are printed. */
const MOST_NAMES = 20;

/** What became of the links to those who have no password. */
export function linksText({ letters, before, withoutAddress }: Links, written: boolean): string {
  const sent = `${counted(letters, 'letter')} with a link to set a password ${written ? (letters === 1 ? 'goes out' : 'go out') : 'would go out'}`;
  const more = withoutAddress.length > MOST_NAMES ? ` and ${withoutAddress.length - MOST_NAMES} more` : '';
  return [
    `${[sent, ...(before > 0 ? [`${before} went out before`] : [])].join(', ')}.`,
    ...(withoutAddress.length > 0
      ? [
          `Without password and mail address: ${withoutAddress.slice(0, MOST_NAMES).join(', ')}${more}. porter accounts link NAME --print makes a link to hand over.`,
        ]
      : []),
  ].join('\n');
}
