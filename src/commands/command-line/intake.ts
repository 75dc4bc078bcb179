import type { Command } from 'commander';
import { collect } from './collect.ts';
import type { Configured, Done } from './done.ts';

export function addIntake(configured: Configured, program: Command, done: Done): void {
  const intake = program.command('intake').description('let programs hand notifications in');
  configured(intake.command('add').description('make the token of a new sender, and print what its program needs'))
    .argument('<name>', 'of the sender, e.g. kuma')
    .requiredOption('--to <target>', 'a target that it may reach; may be repeated', collect)
    .option('--url <url>', 'the address that the program reaches, if it is not that of intake.listen')
    .option('--long', 'a token of 32 characters, which programs that speak to Gotify may refuse')
    .action(async (name, options) => done(await (await import('../intake/add.ts')).addSender(name, options)));
}
