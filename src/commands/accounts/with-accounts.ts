import type { AccountsTools } from '../../app/accounts/tools.ts';
import { configFor } from '../../app/config.ts';
import { accounts } from '../../app/parts/accounts.ts';
import { commandRuntime } from '../command-runtime.ts';
import { type Exit, REFUSED } from '../exit.ts';
import { complain, printJson } from '../print.ts';
import { type CommonOptions, withPart, wrong } from '../with-config.ts';

export type Name = NonNullable<ReturnType<AccountsTools['readName']>>;

/** Opens the accounts for one command, which may run beside `serve`. */
export const withAccounts = (options: CommonOptions, run: (tools: AccountsTools) => Promise<Exit>): Promise<Exit> =>
  withPart(
    options,
    ({ config }) => (config.accounts.store === 'local' ? configFor(accounts, config) : undefined),
    'No accounts live here: the configuration does not say accounts: { store: local }.',
    async (_config, loaded) => {
      const { openAccountsTools } = await import('../../app/accounts/tools.ts');
      await using tools = await openAccountsTools(loaded, commandRuntime());
      return await run(tools);
    },
  );

/** The same for one account. @param typed its name or user ID */
export const withName = (
  options: CommonOptions,
  typed: string,
  run: (tools: AccountsTools, name: Name) => Promise<Exit>,
): Promise<Exit> =>
  withAccounts(options, async (tools) => {
    const name = tools.readName(typed);
    const sentence = `No account here can be called ${typed}. A name holds only a-z, 0-9 and . _ = - / +, does not begin with _, and is not a number.`;
    return name === undefined ? wrong(options, sentence) : run(tools, name);
  });

/** Prints why nothing was done. @param more goes into the JSON as well */
export function refused(
  options: CommonOptions,
  refusal: string,
  sentence: string,
  more: Readonly<Record<string, unknown>> = {},
): Exit {
  if (options.json) printJson({ ok: false, refusal, ...more });
  else complain(sentence);
  return REFUSED;
}
