import type { AccountsTools } from '../../app/accounts/tools.ts';
import { systemUser } from '../../kernel/system-user.ts';
import { type Exit, FINE } from '../exit.ts';
import { complain, print, printJson } from '../print.ts';
import { type CommonOptions, wrong } from '../with-config.ts';
import { readPassword } from './read-password.ts';
import { addSentence, nobodyAsked, refusedPassword } from './refusals.ts';
import { refused, withName } from './with-accounts.ts';

export interface AddOptions extends CommonOptions {
  readonly displayName?: string;
  readonly email: readonly string[];
  readonly msisdn: readonly string[];
  readonly passwordStdin?: boolean;
  readonly unlisted?: boolean;
}

/** Makes an account. The homeserver is asked first, if one is configured, whether it has a user of this name. */
export const addAccount = (typed: string, options: AddOptions): Promise<Exit> =>
  withName(options, typed, async (tools, localpart) => {
    const { displayName: typedName, unlisted = false } = options;
    const displayName = typedName && tools.readDisplayName(typedName);
    if (typedName !== undefined && !displayName)
      return wrong(options, '--display-name takes 1 to 256 characters, and no control characters.');
    const addresses = readAddresses(tools, options);
    if (typeof addresses === 'string') return wrong(options, addresses);
    const password = options.passwordStdin ? await readPassword() : undefined;
    const consents = { findableByName: !unlisted, findableByAddress: !unlisted };
    const wanted = { localpart, displayName, addresses, password, ...consents };
    const outcome = await tools.keep.add(wanted, `cli:${systemUser()}`);
    if (!outcome.ok) {
      const { refusal } = outcome;
      return refusal === 'weak' || refusal === 'empty' || refusal === 'busy'
        ? refusedPassword(options, outcome, tools)
        : refused(options, refusal, addSentence(refusal, localpart));
    }
    if (!options.json && !tools.asksHomeserver) complain(nobodyAsked('this name'));
    if (options.json) printJson({ ok: true, name: localpart });
    else print(`The account ${localpart} is there.${password === undefined ? noPassword(localpart) : ''}`);
    return FINE;
  });

const noPassword = (name: string) => ` Nobody can log in until it has a password: porter accounts password ${name}`;

/** @returns a sentence if one of them is none, or stands there twice */
function readAddresses({ readAddress }: AccountsTools, { email, msisdn }: AddOptions) {
  const typed = [
    ...email.map((text) => ({ medium: 'email', text }) as const),
    ...msisdn.map((text) => ({ medium: 'msisdn', text }) as const),
  ];
  const read = typed.map(({ medium, text }) => readAddress(medium, text));
  const broken = typed.find((_, at) => read[at] === undefined);
  if (broken !== undefined) {
    const wants = broken.medium === 'email' ? 'no mail address' : 'no phone number with a country code';
    return `--${broken.medium}: ${broken.text} is ${wants}.`;
  }
  const addresses = read.filter((one) => one !== undefined);
  const distinct = new Set(addresses.map(({ medium, address }) => `${medium} ${address}`));
  return distinct.size < addresses.length ? 'One address stands there twice.' : addresses;
}
