import type { AccountsTools } from '../../app/accounts/tools.ts';
import type { Exit } from '../exit.ts';
import type { CommonOptions } from '../with-config.ts';
import { refused } from './with-accounts.ts';

type Keep = AccountsTools['keep'];
type RefusalOf<Use extends (...given: never) => Promise<unknown>> = Extract<
  Awaited<ReturnType<Use>>,
  { readonly ok: false }
>['refusal'];

/** Why a password is not taken, beside what the judge says of it. */
const passwordSentences = {
  empty: 'The password is empty.',
  busy: 'Too many passwords are being checked at this moment. Try again.',
} as const;

type BadPassword = Extract<
  Awaited<ReturnType<Keep['setPassword']>>,
  { readonly refusal: keyof typeof passwordSentences | 'weak' }
>;

/** Says why a password is not taken, as the pages do. */
export const refusedPassword = (
  options: CommonOptions,
  outcome: BadPassword,
  { whyWeak }: Pick<AccountsTools, 'whyWeak'>,
): Exit =>
  outcome.refusal === 'weak'
    ? refused(options, outcome.detail.refusal, `${whyWeak(outcome.detail)} Nothing of it was kept.`)
    : refused(options, outcome.refusal, passwordSentences[outcome.refusal]);

/** @param what was not asked about, such as `this name` */
export const nobodyAsked = (what: string): string =>
  `No homeserver was asked whether it has a user of ${what}, because the configuration names none. If it has one, that person’s rooms and messages are open to whoever logs in with this account: compare with the list of its users.`;

/** Why an account is not made. @param name of the account */
export const addSentence = (
  refusal: Exclude<RefusalOf<Keep['add']>, 'weak' | keyof typeof passwordSentences>,
  name: string,
): string =>
  ({
    'name-taken': `There is an account ${name} already, or there was one: names are never given away again.`,
    'address-taken': 'One of these addresses belongs to another account.',
    'taken-there': `The homeserver has a user ${name} already, also if it is deactivated. Whoever got this account would be taken for that person.`,
    'name-refused': `The homeserver would not have a user ${name}.`,
    'cannot-ask': `The homeserver does not respond, so nobody knows whether it has a user ${name}. Try again when it is up.`,
  })[refusal];

export const NO_PAGES = 'Nobody could open such a link: the configuration has no section site.';
export const NO_LETTERS = 'Porter sends no letters: the configuration has no section mail.';

const inState = {
  active: 'is active already',
  suspended: 'is suspended already',
  closed: 'is closed for good',
} as const;

/** Why an account is not changed. @param state in which it is */
export const changeSentence = (name: string, state: keyof typeof inState | undefined): string =>
  state === undefined ? `There is no account ${name}.` : `The account ${name} ${inState[state]}.`;
