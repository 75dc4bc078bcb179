import type { Command } from 'commander';
import { ends, states } from '../states.ts';
import type { Configured, Done } from './done.ts';

export function addOutbox(configured: Configured, program: Command, done: Done): void {
  const outbox = program.command('outbox').description('see and mend what Porter has to send and do');
  configured(outbox.command('list').description('newest first'))
    .option('--state <state>', `only these: ${[...states, ...Object.keys(ends)].join(', ')}`)
    .option('--place <place>', 'only those for this place, e.g. email')
    .option('--kind <kind>', 'only those of this kind, e.g. registration.send-letter')
    .option('--target <name>', 'only notifications to this target, address (xmpp:ops@example.org) or channel')
    .option('--limit <number>', 'how many at most', '50')
    .action(async (options) => done(await (await import('../outbox/list.ts')).listJobs(options)));
  configured(outbox.command('show').description('one job'))
    .argument('<number>', 'the number of the job in the list, or its ID')
    .action(async (id, options) => done(await (await import('../outbox.ts')).showJob(id, options)));
  configured(outbox.command('retry').description('put back in line what was given up'))
    .argument('[number]', 'the number of the job in the list, or its ID')
    .option('--all', 'every dead letter, and events from the homeserver or a channel that could not be handled')
    .option('--release', 'what a restore holds back')
    .action(async (id, options) => done(await (await import('../outbox.ts')).retryJobs(id, options)));
  configured(outbox.command('drop').description('give a job up for good'))
    .argument('<number>', 'the number of the job in the list, or its ID')
    .option('--yes', 'do not ask')
    .action(async (id, options) => done(await (await import('../outbox.ts')).dropJob(id, options)));
  configured(outbox.command('purge').description('give up for good all notifications that wait for one target'))
    .requiredOption('--target <name>', 'a target, an address such as xmpp:ops@example.org, or a whole channel')
    .option('--dry-run', 'only say how many and which')
    .option('--yes', 'do not ask')
    .action(async (options) => done(await (await import('../outbox/purge.ts')).purgeJobs(options)));
}
