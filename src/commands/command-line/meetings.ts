import type { Command } from 'commander';
import type { Configured, Done } from './done.ts';

export function addMeetings(configured: Configured, program: Command, done: Done): void {
  const meetings = program.command('meetings').description('let people into Jitsi meetings');
  configured(meetings.command('invite').description("make a guest's link"))
    .requiredOption('--room <room>', 'where it leads')
    .requiredOption('--until <moment>', "e.g. 2026-12-01T20:00, in this machine's time zone")
    .option('--name <name>', 'who it is for; left out: the guest says it')
    .option('--uses <number>', 'how often it may be used; left out: as often as wanted')
    .option('--moderator', 'the guest moderates')
    .action(async (options) => done(await (await import('../meetings/invitations.ts')).invite(options)));
  configured(meetings.command('invitations').description("guests' links, newest first"))
    .option('--limit <number>', 'how many at most', '50')
    .action(async (options) => done(await (await import('../meetings/invitations.ts')).listInvitations(options)));
  configured(meetings.command('revoke').description("take a guest's link back"))
    .argument('<id>', 'as `porter meetings invitations` shows it, or the link itself')
    .action(async (id, options) =>
      done(await (await import('../meetings/invitations.ts')).revokeInvitation(id, options)),
    );
  configured(meetings.command('token').description('print one token'))
    .requiredOption('--room <room>', 'which it is for, * for every room')
    .requiredOption('--name <name>', 'who it is for')
    .requiredOption('--for <time>', 'how long it is good, e.g. 10m')
    .option('--moderator', 'the person moderates')
    .option('--email <address>', 'shown to others')
    .option('--avatar <url>', 'a picture of the person')
    .action(async (options) => done(await (await import('../meetings/token.ts')).token(options)));
  configured(meetings.command('verify').description('say what a token grants and what a Jitsi server would object to'))
    .argument(
      '<token...>',
      'as it was copied: alone, as Bearer …, or in the link that holds it; or -, to read it from standard input, where others on this machine do not see it',
    )
    .action(async (token, options) => done(await (await import('../meetings/verify.ts')).verify(token, options)));
  configured(meetings.command('log').description('what was issued, newest first'))
    .option('--limit <number>', 'how many at most', '50')
    .action(async (options) => done(await (await import('../meetings/log.ts')).log(options)));
  meetings
    .command('import')
    .description('print the section for the configuration of the old token server (chat_admin_server)')
    .argument('<config.json>')
    .option('--url <url>', 'where people meet')
    .option('--secret-file <file>', 'write the secret there, readable by you alone')
    .option('--out <file>', 'write the section there instead of printing it; never over a file that is there')
    .option('--json', 'answer in JSON')
    .action(async (file, options) => done(await (await import('../meetings/import.ts')).importAncestor(file, options)));
}
