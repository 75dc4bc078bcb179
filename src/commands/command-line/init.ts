import { type Command, Option } from 'commander';
import { languageCodes } from '../../kernel/languages.ts';
import type { Done } from './done.ts';

export function addInit(init: Command, done: Done): void {
  init
    .option('--dir <folder>', 'where the files go', './porter')
    .option('--yes', 'ask nothing: options, found answers and defaults')
    .option('--homeserver-url <url>', 'where Porter reaches Synapse')
    .option('--server-name <name>', 'the part of user IDs after the colon')
    .option('--appservice-url <url>', 'how Synapse reaches Porter')
    .option('--appservice-listen <host:port>', 'where Porter listens for it')
    .option('--homeserver-public-url <url>', 'what people enter in their client to log in')
    .option('--public-url <url>', 'where people find the pages')
    .option('--site-listen <host:port>', 'where the reverse proxy finds the pages')
    .option('--title <text>', 'name of the service on pages and in letters')
    .addOption(new Option('--language <language>', 'of pages and the team room').choices(languageCodes))
    .option('--approvals <number>', 'how many ✅ it takes to let somebody in')
    .option('--synapse-in-container', 'Synapse runs in a container, such as one of Docker')
    .option('--team-room <alias>', 'alias or ID of the team room')
    .option('--admin <user>', 'user ID invited as admin of a team room that Porter makes')
    .option('--mail-from <address>', 'sender of the letters')
    .option('--smtp <url>', 'mail server; with a password in it better --smtp-file: others here see a command line')
    .option('--smtp-file <file>', 'file with that URL, or - for standard input')
    .option('--smtp-user <name>', 'user name at the mail server')
    .option('--smtp-password-file <file>', 'file with the password of that user, or - for standard input')
    .option(
      '--postgres <url>',
      'a PostgreSQL database instead of a SQLite file; with a password better --postgres-file',
    )
    .option('--postgres-file <file>', 'file with that URL, or - for standard input')
    .option('--user <name>', 'system user for the systemd unit (default: porter)')
    .addOption(
      new Option('--only <part>', 'write one file and ask nothing: the key file, or the systemd unit').choices([
        'key',
        'unit',
      ]),
    )
    .option('--promote', 'make the sender a server admin, with the token of an administrator')
    .option('--demote', 'take that right again, before Porter is removed for good')
    .option(
      '--admin-token-file <file>',
      'file with that token, or - for standard input (else PORTER_ADMIN_TOKEN, or asked)',
    )
    .option('--config <file>', 'with --promote and --demote: the configuration file')
    .option('--json', 'answer in JSON')
    .action(async (options) => done(await (await import('../init.ts')).init(options)));
}
