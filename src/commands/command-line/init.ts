import { type Command, Option } from 'commander';
import { allQuestions, optionOf } from '../init/questions.ts';
import type { Done } from './done.ts';

export function addInit(init: Command, done: Done): void {
  init
    .option('--dir <folder>', 'where the files go', './porter')
    .option('--yes', 'ask nothing: options, found answers and defaults');
  for (const [name, { value, help, choices }] of allQuestions) {
    const option = new Option(`${optionOf(name)}${value === undefined ? '' : ` <${value}>`}`, help);
    init.addOption(choices === undefined ? option : option.choices(choices));
  }
  init
    .addOption(
      new Option('--only <part>', 'write one file and ask nothing: the key file, or the systemd unit').choices([
        'key',
        'unit',
      ]),
    )
    .option('--from-register-bot <file>', 'print the configuration by the config.json of matrix-register-bot')
    .option('--out <file>', 'with --from-register-bot: write it to this new file, and its password beside it')
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
