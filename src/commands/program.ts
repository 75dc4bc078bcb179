import { Command, CommanderError } from 'commander';
import { addAccounts } from './command-line/accounts.ts';
import { addApplications } from './command-line/applications.ts';
import type { Configured, Done } from './command-line/done.ts';
import { addInit } from './command-line/init.ts';
import { addIntake } from './command-line/intake.ts';
import { addMatrix } from './command-line/matrix.ts';
import { addMeetings } from './command-line/meetings.ts';
import { addOutbox } from './command-line/outbox.ts';
import { addSend } from './command-line/send.ts';
import { addTelegram } from './command-line/telegram.ts';
import { type Exit, exitOf, FINE, WRONG } from './exit.ts';
import { complain } from './print.ts';
import { keepYoungMemorySmall } from './young-memory.ts';

/**
 * Runs the command line. A command's file is imported only when the command runs, so that `porter version` loads no database.
 *
 * @param args without the program's own name
 */
export async function runPorter(args: readonly string[]): Promise<Exit> {
  let exit: Exit = FINE;
  const program = makeProgram((code) => {
    exit = code;
  });
  try {
    // Accept `porter --version`, as other programs do.
    const asked = args[0] === '--version' || args[0] === '-V' ? ['version', ...args.slice(1)] : [...args];
    await program.parseAsync(asked, { from: 'user' });
    return exit;
  } catch (error) {
    // Commander has already printed its sentence. Help that was asked for exits with 0.
    if (error instanceof CommanderError) return error.exitCode === 0 ? FINE : WRONG;
    const { exit, sentence } = exitOf(error);
    complain(sentence);
    return exit;
  }
}

function makeProgram(done: Done): Command {
  const program = new Command('porter')
    .description('Keeps the door of a Matrix server.')
    .exitOverride()
    .configureHelp({ showGlobalOptions: true });
  const command = (name: string, what: string) => program.command(name).description(what);
  const configured: Configured = (made) =>
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

  addInit(
    command('init', 'write the files of an installation, or make its sender an admin (--promote, --demote)'),
    done,
  );
  configured(
    command('check', 'look at every part of this installation and say what is wrong (doctor looks from outside)'),
  )
    .option('--offline', 'ask nobody outside this machine')
    .option('--mail <address>', 'send a real letter there')
    .option('--practice', 'repeat the practice notice in the team room')
    .action(async (options) => done(await (await import('./check.ts')).check(options)));
  configured(
    command(
      'doctor',
      'look at the public addresses from outside: names, certificates, the proxy, well-known files, what the DNS says of the mail domain (check looks from inside, at this machine and what it uses)',
    ),
  )
    .option('--allow-private', 'also ask addresses of this machine and of private networks')
    .option('--intake <address>', 'the public address of the intake, if programs elsewhere notify through it')
    .option('--dns <server>', "ask this name server instead of this machine's, such as 9.9.9.9")
    .action(async (options) => done(await (await import('./doctor.ts')).doctor(options)));
  configured(command('migrate', 'bring the database up to date while serve does not run')).action(async (options) =>
    done(await (await import('./migrate.ts')).migrate(options)),
  );
  configured(command('backup', 'copy the database into a new file while everything goes on'))
    .argument('<file>', 'the new file, or a folder, in which the file is named by the time')
    .action(async (file, options) => done(await (await import('./backup.ts')).backup(file, options)));
  configured(command('restore', 'put a backup in the place of the database'))
    .argument('[file]')
    .option('--release', 'also let go the jobs of that time, which are held otherwise')
    .option('--database-restored', 'instead of a file: pg_restore has put the database back, make the corrections')
    .action(async (file, options) => done(await (await import('./backup.ts')).restore(file, options)));
  addApplications(configured, program, done);
  addAccounts(configured, program, done);
  addSend(configured, program, done);
  addIntake(configured, program, done);
  addOutbox(configured, program, done);
  addMeetings(configured, program, done);
  addMatrix(configured, program, done);
  addTelegram(program, done);
  nameOwnHelp(program, 'porter help shows the commands');
  return program;
}

/** After a mistake, points to the help of the very command that was called. */
function nameOwnHelp(command: Command, hint: string): void {
  command.showHelpAfterError(`(${hint})`);
  for (const below of command.commands) {
    const name = namesOf(below).join(' ');
    nameOwnHelp(below, `${name} --help shows what it takes`);
  }
}

/** The words of a command: `['porter', 'meetings', 'token']`. */
const namesOf = (command: Command): readonly string[] => [
  ...(command.parent === null ? [] : namesOf(command.parent)),
  command.name(),
];
