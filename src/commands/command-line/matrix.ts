import type { Command } from 'commander';
import type { Configured, Done } from './done.ts';

export function addMatrix(configured: Configured, program: Command, done: Done): void {
  const matrix = program.command('matrix').description('find a homeserver, get into an account, enter a room');
  const outside = (made: Command) =>
    made.option('--allow-private', 'also addresses of this machine and of private networks, and http://');
  outside(matrix.command('discover').description('find the homeserver of a server name, as clients do'))
    .argument('<domain>', 'the part of user IDs behind the colon')
    .option('--json', 'answer in JSON')
    .action(async (domain, options) => done(await (await import('../matrix/discover.ts')).discover(domain, options)));
  outside(matrix.command('login').description('log in to a plain account with its password, for channels.matrix'))
    .argument('<user>', 'its ID, such as @porter:example.org')
    .option('--url <address>', 'the homeserver; left out: the one that the server name publishes')
    .option('--account <name>', 'for a further account of this name')
    .option('--file <file>', 'write the token into this new file, readable by you alone, instead of printing it')
    .action(async (user, options) => done(await (await import('../matrix/log-in.ts')).logInAs(user, options)));
  configured(matrix.command('join').description("let Porter's user enter a room"))
    .argument('<room>', 'its ID or an alias')
    .option('--account <name>', 'not Porter itself, but the account channels.matrix@NAME')
    .action(async (room, options) => done(await (await import('../matrix/join.ts')).join(room, options)));
}
