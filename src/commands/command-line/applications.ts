import type { Command } from 'commander';
import { applicationCommands } from '../../app/registration/application-commands.ts';
import { stages } from '../states.ts';
import { collect } from './collect.ts';
import type { Configured, Done } from './done.ts';

/**
 * Adds `porter applications …`: one command per row of the table that the team room reads as well, and the commands that only the
 * operator may run.
 */
export function addApplications(configured: Configured, program: Command, done: Done): void {
  const applications = program.command('applications').description('see and decide applications');
  for (const { name, help, takesNumber, reason, page, words } of applicationCommands) {
    const made = configured(applications.command(name).description(help));
    if (takesNumber) made.argument('<number>');
    if (words !== undefined) made.argument(`[${words}...]`);
    if (reason) made.option('--reason <text>', 'kept in the audit log');
    if (page === 'list') {
      made
        .option('--stage <stages>', `only these, with commas between: ${stages.join(', ')}`)
        .option('--limit <number>', 'how many at most', '50')
        .option('--before <number>', 'only those handed in before this one');
    }
    made.action(async () => {
      const { actOnApplication, listApplications, setDoor, showApplication } = await import('../applications.ts');
      const [number = ''] = made.args;
      if (page === 'list') return done(await listApplications(made.opts()));
      if (words !== undefined) return done(await setDoor(name, made.args.join(' '), made.opts()));
      if (page === 'show') return done(await showApplication(number, made.opts()));
      done(await actOnApplication(name, number, made.opts()));
    });
  }
  configured(applications.command('export').description('all that is kept about one person, in every part, as JSON'))
    .argument('<who>', 'the number of an application, a name that was applied for, or @user:server')
    .option('--display-name <name>', 'also what meetings know under exactly this name; others may have it too')
    .option(
      '--address <address>',
      'also what is for, or from, this address (xmpp:lena@example.org); repeat it',
      collect,
    )
    .option('--out <file>', 'write it there, readable by you alone; never over a file that is there')
    .action(async (who, options) => done(await (await import('../export-person.ts')).exportPerson(who, options)));
}
