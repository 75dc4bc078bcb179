import type { Command } from 'commander';
import { collect } from './collect.ts';
import type { Configured, Done } from './done.ts';

export function addSend(configured: Configured, program: Command, done: Done): void {
  configured(program.command('send').description('send a notification to people on every channel'))
    .argument('[text...]', 'the title, then lines; - reads standard input')
    .option(
      '--to <target>',
      'a target of the configuration, or an address such as xmpp:ops@example.org; may be repeated',
      collect,
    )
    .option('--link <url>', 'an address that leads further')
    .option('--urgency <urgency>', 'now, normal or quiet')
    .option('--origin <name>', 'who it comes from')
    .option('--block', 'keep the columns of the text as they are')
    .option('--wait', 'show what becomes of it on each channel')
    .option('--for <time>', 'with --wait: no longer than that, e.g. 30s')
    .option('--test', 'a test message, without --to to every target; says what became of each address')
    .action(async (texts, options) => done(await (await import('../send.ts')).send(texts, options)));
}
