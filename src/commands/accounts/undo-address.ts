import type { AccountsTools } from '../../app/accounts/tools.ts';
import { systemUser } from '../../kernel/system-user.ts';
import { type Exit, FINE } from '../exit.ts';
import { print, printJson, utcText } from '../print.ts';
import type { CommonOptions } from '../with-config.ts';
import { changeSentence } from './refusals.ts';
import { type Name, refused, withName } from './with-accounts.ts';

type Newest = NonNullable<Awaited<ReturnType<AccountsTools['addresses']['newest']>>>;

/** Takes back the change of a mail address: an open one is withdrawn, one that counts is undone. */
export const undoAddress = (typed: string, options: CommonOptions): Promise<Exit> =>
  withName(options, typed, async ({ addresses }, name) => {
    const outcome = await addresses.undo(name, `cli:${systemUser()}`);
    if (!outcome.ok) return refused(options, outcome.refusal, refusalOf(name)[outcome.refusal]);
    const { address, replaces, end } = outcome.value;
    if (options.json) printJson({ ok: true, name, address, replaces: replaces ?? null, ended: end?.how ?? null });
    else if (end?.how === 'withdrawn')
      print(`The change of ${name} to ${address} is withdrawn: its link does nothing any more.`);
    else
      print(
        `The account ${name} has ${replaces ?? 'no mail address'} again, in the place of ${address}. If somebody else knows its password: porter accounts link ${name}.`,
      );
    return FINE;
  });

const refusalOf = (name: Name) => ({
  'unknown-account': changeSentence(name, undefined),
  nothing: `No change of the mail address of ${name} is open, and none of the last 30 days counts.`,
  taken: `Another account has the address by now that ${name} had before: see porter accounts show ${name}.`,
});

/** The newest change in a line of the account's page. */
export const changeLine = ({ change, isOpen }: Newest): readonly [string, string] => [
  isOpen ? 'asked for' : 'address since',
  isOpen
    ? `${change.address}, ${utcText(change.askedAt)} UTC, until its link is pressed`
    : `${utcText(change.end?.at ?? change.askedAt)} UTC, before ${change.replaces ?? 'none'} (porter accounts undo-address ${change.localpart})`,
];
