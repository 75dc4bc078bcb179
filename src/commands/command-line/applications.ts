import type { Command } from 'commander';
import { stages } from '../states.ts';
import type { Configured, Done } from './done.ts';

export function addApplications(configured: Configured, program: Command, done: Done): void {
  const applications = program.command('applications').description('see and decide applications');
  configured(applications.command('list').description('newest first'))
    .option('--stage <stages>', `only these, with commas between: ${stages.join(', ')}`)
    .option('--limit <number>', 'how many at most', '50')
    .option('--before <number>', 'only those handed in before this one')
    .action(async (options) => done(await (await import('../applications.ts')).listApplications(options)));
  configured(applications.command('show').description('one application and all that happened to it'))
    .argument('<number>')
    .action(async (number, options) =>
      done(await (await import('../applications.ts')).showApplication(number, options)),
    );
  for (const choice of ['approve', 'decline'] as const) {
    configured(applications.command(choice).description(`${choice} it whatever the votes say`))
      .argument('<number>')
      .option('--reason <text>', 'kept in the record')
      .action(async (number, options) =>
        done(await (await import('../applications.ts')).decideApplication(choice, number, options)),
      );
  }
}
