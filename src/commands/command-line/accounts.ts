import type { Command } from 'commander';
import { collect } from './collect.ts';
import type { Configured, Done } from './done.ts';

export function addAccounts(configured: Configured, program: Command, done: Done): void {
  const accounts = program.command('accounts').description('the accounts that live here (accounts.store: local)');
  const files = { read: () => import('../accounts/read.ts'), change: () => import('../accounts/change.ts') };
  configured(accounts.command('list').description('names and states, in the order of the names'))
    .option('--state <state>', 'only these: active, suspended or closed')
    .option('--after <name>', 'only names behind this one')
    .option('--limit <number>', 'how many at most', '50')
    .action(async (options) => done(await (await files.read()).listAccounts(options)));
  configured(accounts.command('show').description('one account, with what was done to it'))
    .argument('<name>', 'the name, or @user:server')
    .action(async (name, options) => done(await (await files.read()).showAccount(name, options)));
  configured(accounts.command('add').description('make an account'))
    .argument('<name>', 'the name, or @user:server')
    .option('--display-name <name>', 'what others see')
    .option('--email <address>', 'may be said several times', collect, [])
    .option('--msisdn <number>', 'a phone number with its country code; may be said several times', collect, [])
    .option('--password-stdin', 'read the password from standard input; left out: nobody can log in until one is set')
    .option('--unlisted', 'nobody finds it, neither by name nor by address')
    .action(async (name, options) => done(await (await import('../accounts/add.ts')).addAccount(name, options)));
  for (const [name, what] of [
    ['suspend', 'let nobody log in and nobody find it, until it is resumed'],
    ['resume', 'take a suspension back'],
    ['close', 'close it for good: only the name stays, so that nobody else gets it'],
  ] as const) {
    const made = configured(accounts.command(name).description(what)).argument('<name>', 'the name, or @user:server');
    if (name === 'close') made.option('--yes', 'do not ask');
    made.action(async (account, options) => done(await (await files.change()).changeAccount(name, account, options)));
  }
  configured(accounts.command('password').description('set a new password, read from standard input'))
    .argument('<name>', 'the name, or @user:server')
    .action(async (name, options) => done(await (await files.change()).setPassword(name, options)));
  configured(accounts.command('link').description('send the person of an account a link to set its password'))
    .argument('<name>', 'the name, or @user:server')
    .option('--print', 'print the link instead, to hand it over')
    .action(async (name, options) => done(await (await import('../accounts/link.ts')).linkAccount(name, options)));
  configured(accounts.command('undo-address').description('take the change of an account’s mail address back'))
    .argument('<name>', 'the name, or @user:server')
    .action(async (name, options) =>
      done(await (await import('../accounts/undo-address.ts')).undoAddress(name, options)),
    );
  configured(accounts.command('synapse-module').description('print the password module for Synapse')).action(
    async (options) => done(await (await import('../accounts/synapse-module.ts')).printSynapseModule(options)),
  );
  configured(
    accounts
      .command('import')
      .description(
        'take accounts over from a table, Synapse or matrix-register-bot; only looks unless --write is said',
      ),
  )
    .argument(
      '[file]',
      'CSV in UTF-8; its first row names the columns: localpart, display_name, email, msisdn, password_hash …',
    )
    .option('--dry-run', 'say what would happen and change nothing; so it is also without --write')
    .option('--write', 'make the accounts')
    .option('--unlisted', 'nobody finds them, neither by name nor by address')
    .option('--from-synapse', 'instead of a file: everybody who is a user of the homeserver')
    .option(
      '--from-register-bot <file>',
      'instead of a file: what matrix-register-bot keeps, by its config.json or its SQLite file',
    )
    .option('--send-links', 'send everybody who has no password a letter with a link to set one')
    .option('--locked', 'with --from-synapse: those who are locked there as well, suspended')
    .action(async (file, options) => done(await (await import('../accounts/import.ts')).importAccounts(file, options)));
  configured(accounts.command('export').description('print all accounts as a table that import takes'))
    .option('--out <file>', 'a new file, which you alone can read')
    .option('--with-hashes', 'password hashes as well; needs --out')
    .action(async (options) => done(await (await import('../accounts/export.ts')).exportAccounts(options)));
}
