import { Command, CommanderError } from 'commander';
import { type Exit, exitOf, FINE, WRONG } from './exit.ts';
import { complain } from './print.ts';

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
    await program.parseAsync([...args], { from: 'user' });
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
  const command = (name: string, what: string) => {
    const made = program.command(name).description(what).exitOverride();
    return made;
  };
  const configured = (made: Command) =>
    made.option('--config <file>', 'the configuration file', 'config.yaml').option('--json', 'answer in JSON');

  command('serve', 'keep the door: run until TERM')
    .option('--config <file>', 'the configuration file', 'config.yaml')
    .option('--take-over', 'this database is the one that acts from now on (after moving or copying it)')
    .action(async (options) => done(await (await import('./serve.ts')).serve(options)));

  command('version', 'print the versions of Porter and Node')
    .option('--json', 'answer in JSON')
    .action(async (options) => done(await (await import('./version.ts')).version(options)));

  command('schema', 'print the JSON schema of the configuration, or one of the files made from it')
    .option('--sample', 'the sample configuration')
    .option('--registration', 'the sample registration file')
    .option('--reference', 'the reference page')
    .action(async (options) => done(await (await import('./schema.ts')).schema(options)));

  void configured;
  return program;
}
