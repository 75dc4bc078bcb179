import { Argument, type Command } from 'commander';
import type { Done } from './done.ts';

export function addTelegram(program: Command, done: Done): void {
  const telegram = program.command('telegram').description('get into Telegram');
  telegram
    .command('setup')
    .description('explain what Telegram needs, ask for it, and print the section of the configuration')
    .addArgument(
      new Argument('[way]', 'as a bot or as a user account; left out: both are explained').choices(['bot', 'user']),
    )
    .option('--dir <folder>', 'write the secrets into files there, readable by you alone, instead of printing them')
    .option('--account <name>', 'a further account of this name, beside channels.telegram')
    .option('--url <address>', 'a Bot API server of your own', 'https://api.telegram.org')
    .action(async (way, options) => done(await (await import('../telegram/setup.ts')).setup(way, options)));
}
