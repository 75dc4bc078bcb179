import type { AccountsTools } from '../../app/accounts/tools.ts';

type Keep = AccountsTools['keep'];
type RefusalOf<Use extends (...given: never) => Promise<unknown>> = Extract<
  Awaited<ReturnType<Use>>,
  { readonly ok: false }
>['refusal'];

/** Why a password is not taken. */
export const passwordSentences = {
  empty: 'The password is empty.',
  'too-long': 'The password is longer than 1,000 characters. Nothing of it was kept.',
  busy: 'Too many passwords are being checked at this moment. Try again.',
} as const satisfies Partial<Record<RefusalOf<Keep['setPassword']>, string>>;

/** @param what was not asked about, such as `this name` */
export const nobodyAsked = (what: string): string =>
  `No homeserver was asked whether it has a user of ${what}, because the configuration names none. If it has one, that person’s rooms and messages are open to whoever logs in with this account: compare with the list of its users.`;

/** Why an account is not made. @param name of the account */
export const addSentence = (refusal: RefusalOf<Keep['add']>, name: string): string =>
  ({
    ...passwordSentences,
    'name-taken': `There is an account ${name} already, or there was one: names are never given away again.`,
    'address-taken': 'One of these addresses belongs to another account.',
    'taken-there': `The homeserver has a user ${name} already, also if it is deactivated. Whoever got this account would be taken for that person.`,
    'name-refused': `The homeserver would not have a user ${name}.`,
    'cannot-ask': `The homeserver does not respond, so nobody knows whether it has a user ${name}. Try again when it is up.`,
  })[refusal];

const inState = {
  active: 'is active already',
  suspended: 'is suspended already',
  closed: 'is closed for good',
} as const;

/** Why an account is not changed. @param state in which it is */
export const changeSentence = (name: string, state: keyof typeof inState | undefined): string =>
  state === undefined ? `There is no account ${name}.` : `The account ${name} ${inState[state]}.`;
