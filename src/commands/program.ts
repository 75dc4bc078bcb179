import { Command, CommanderError, Option } from 'commander';
import { type Exit, exitOf, FINE, WRONG } from './exit.ts';
import { complain } from './print.ts';
import { stages, states } from './states.ts';
import { keepYoungMemorySmall } from './young-memory.ts';

/**
 * The command line. Each command's file is imported when it runs, so that `porter version` loads no database.
 *
 * @param args without the program's own name
 */
export async function runPorter(args: readonly string[]): Promise<Exit> {
  let exit: Exit = FINE;
  const program = makeProgram((code) => {
    exit = code;
  });
  try {
    // `porter --version`, as other programs have it.
    const asked = args[0] === '--version' || args[0] === '-V' ? ['version', ...args.slice(1)] : [...args];
    await program.parseAsync(asked, { from: 'user' });
    return exit;
  } catch (error) {
    // Commander has printed its sentence already; help that was asked for is no mistake.
    if (error instanceof CommanderError) return error.exitCode === 0 ? FINE : WRONG;
    const { exit, sentence } = exitOf(error);
    complain(sentence);
    return exit;
  }
}

function makeProgram(done: (exit: Exit) => void): Command {
  const program = new Command('porter')
    .description('Keeps the door of a Matrix server.')
    .exitOverride()
    .showHelpAfterError('(porter help shows the commands)')
    .configureHelp({ showGlobalOptions: true });
  const command = (name: string, what: string) => program.command(name).description(what);
  const configured = (made: Command) =>
    made.option('--config <file>', 'the configuration file', 'config.yaml').option('--json', 'answer in JSON');

  command('serve', 'keep the door: run until TERM')
    .option('--config <file>', 'the configuration file', 'config.yaml')
    .option('--take-over', 'this database is the one that acts from now on (after moving or copying it)')
    .action(async (options) => {
      keepYoungMemorySmall();
      done(await (await import('./serve.ts')).serve(options));
    });

  command('version', 'print the versions of Porter and Node')
    .option('--json', 'answer in JSON')
    .action(async (options) => done(await (await import('./version.ts')).version(options)));

  command('schema', 'print the JSON schema of the configuration, or one of the files made from it')
    .option('--sample', 'the sample configuration')
    .option('--registration', 'the sample registration file')
    .option('--reference', 'the reference page')
    .action(async (options) => done(await (await import('./schema.ts')).schema(options)));

  addInit(command('init', 'write the files of an installation, or make its sender an admin (--promote)'), done);
  configured(command('check', 'look at every part of this installation and say what is wrong'))
    .option('--offline', 'ask nobody outside this machine')
    .option('--mail <address>', 'send a real letter there')
    .option('--practice', 'repeat the practice notice in the team room')
    .action(async (options) => done(await (await import('./check.ts')).check(options)));
  configured(command('migrate', 'bring the database up to date while serve does not run')).action(async (options) =>
    done(await (await import('./migrate.ts')).migrate(options)),
  );
  configured(command('backup', 'copy the database into a new file while everything goes on'))
    .argument('<file>')
    .action(async (file, options) => done(await (await import('./backup.ts')).backup(file, options)));
  configured(command('restore', 'put a backup in the place of the database'))
    .argument('<file>')
    .option('--release', 'also let go the jobs of that time, which are held otherwise')
    .action(async (file, options) => done(await (await import('./backup.ts')).restore(file, options)));
  addApplications(configured, program, done);
  addOutbox(configured, program, done);
  addMeetings(configured, program, done);
  return program;
}

type Configured = (made: Command) => Command;
type Done = (exit: Exit) => void;

function addInit(init: Command, done: Done): void {
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
    .addOption(new Option('--language <language>', 'of pages and the team room').choices(['en', 'de']))
    .option('--team-room <alias>', 'alias or ID of the team room')
    .option('--admin <user>', 'user ID invited as admin of a team room that Porter makes')
    .option('--mail-from <address>', 'sender of the letters')
    .option('--smtp <url>', 'mail server; with a password in it better --smtp-file: others here see a command line')
    .option('--smtp-file <file>', 'file with that URL, or - for standard input')
    .option(
      '--postgres <url>',
      'a PostgreSQL database instead of a SQLite file; with a password better --postgres-file',
    )
    .option('--postgres-file <file>', 'file with that URL, or - for standard input')
    .option('--user <name>', 'system user for the systemd unit', 'porter')
    .addOption(
      new Option('--only <part>', 'write one file and ask nothing: the key file, or the systemd unit').choices([
        'key',
        'unit',
      ]),
    )
    .option('--promote', 'make the sender a server admin, with the token of an administrator')
    .option(
      '--admin-token-file <file>',
      'file with that token, or - for standard input (else PORTER_ADMIN_TOKEN, or asked)',
    )
    .option('--config <file>', 'with --promote: the configuration file')
    .option('--json', 'answer in JSON')
    .action(async (options) => done(await (await import('./init.ts')).init(options)));
}

function addApplications(configured: Configured, program: Command, done: Done): void {
  const applications = program.command('applications').description('see and decide applications');
  configured(applications.command('list').description('newest first'))
    .option('--stage <stages>', `only these, with commas between: ${stages.join(', ')}`)
    .option('--limit <number>', 'how many at most', '50')
    .option('--before <number>', 'only those handed in before this one')
    .action(async (options) => done(await (await import('./applications.ts')).listApplications(options)));
  configured(applications.command('show').description('one application and all that happened to it'))
    .argument('<number>')
    .action(async (number, options) =>
      done(await (await import('./applications.ts')).showApplication(number, options)),
    );
  for (const choice of ['approve', 'decline'] as const) {
    configured(applications.command(choice).description(`${choice} it whatever the votes say`))
      .argument('<number>')
      .option('--reason <text>', 'kept in the record')
      .action(async (number, options) =>
        done(await (await import('./applications.ts')).decideApplication(choice, number, options)),
      );
  }
}

function addOutbox(configured: Configured, program: Command, done: Done): void {
  const outbox = program.command('outbox').description('see and mend what Porter has to send and do');
  configured(outbox.command('list').description('newest first'))
    .option('--state <state>', `only these: ${states.join(', ')}`)
    .option('--limit <number>', 'how many at most', '50')
    .action(async (options) => done(await (await import('./outbox.ts')).listJobs(options)));
  configured(outbox.command('show').description('one job'))
    .argument('<id>')
    .action(async (id, options) => done(await (await import('./outbox.ts')).showJob(id, options)));
  configured(outbox.command('retry').description('put back in line what was given up'))
    .argument('[id]')
    .option('--all', 'every dead letter, and events from the homeserver that could not be handled')
    .option('--release', 'what a restore holds back')
    .action(async (id, options) => done(await (await import('./outbox.ts')).retryJobs(id, options)));
  configured(outbox.command('drop').description('give a job up, or delete a dead letter'))
    .argument('<id>')
    .action(async (id, options) => done(await (await import('./outbox.ts')).dropJob(id, options)));
}

function addMeetings(configured: Configured, program: Command, done: Done): void {
  const meetings = program.command('meetings').description('let people into Jitsi meetings');
  configured(meetings.command('invite').description("make a guest's link"))
    .requiredOption('--room <room>', 'where it leads')
    .requiredOption('--until <moment>', "e.g. 2026-12-01T20:00, in this machine's time zone")
    .option('--name <name>', 'who it is for; left out: the guest says it')
    .option('--uses <number>', 'how often it may be used; left out: as often as wanted')
    .option('--moderator', 'the guest moderates')
    .action(async (options) => done(await (await import('./meetings/invitations.ts')).invite(options)));
  configured(meetings.command('invitations').description("guests' links, newest first"))
    .option('--limit <number>', 'how many at most', '50')
    .action(async (options) => done(await (await import('./meetings/invitations.ts')).listInvitations(options)));
  configured(meetings.command('revoke').description("take a guest's link back"))
    .argument('<id>')
    .action(async (id, options) =>
      done(await (await import('./meetings/invitations.ts')).revokeInvitation(id, options)),
    );
  configured(meetings.command('token').description('print one token'))
    .requiredOption('--room <room>', 'which it is for, * for every room')
    .requiredOption('--name <name>', 'who it is for')
    .requiredOption('--for <time>', 'how long it is good, e.g. 10m')
    .option('--moderator', 'the person moderates')
    .option('--email <address>', 'shown to others')
    .option('--avatar <url>', 'a picture of the person')
    .action(async (options) => done(await (await import('./meetings/token.ts')).token(options)));
  configured(meetings.command('verify').description('say what a token grants and what a Jitsi server would object to'))
    .argument('<token>', 'or -, to read it from standard input, where others on this machine do not see it')
    .action(async (token, options) => done(await (await import('./meetings/verify.ts')).verify(token, options)));
  configured(meetings.command('log').description('what was issued, newest first'))
    .option('--limit <number>', 'how many at most', '50')
    .action(async (options) => done(await (await import('./meetings/log.ts')).log(options)));
  meetings
    .command('import')
    .description('print the section for the configuration of the old token server (chat_admin_server)')
    .argument('<config.json>')
    .option('--url <url>', 'where people meet')
    .option('--secret-file <file>', 'write the secret there, readable by you alone')
    .option('--out <file>', 'write the section there instead of printing it; never over a file that is there')
    .option('--json', 'answer in JSON')
    .action(async (file, options) => done(await (await import('./meetings/import.ts')).importAncestor(file, options)));
}
