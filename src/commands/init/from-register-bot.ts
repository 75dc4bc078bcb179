import { mkdir } from 'node:fs/promises';
import path from 'node:path';
import { readRegisterBotFile } from '../../app/accounts/register-bot.ts';
import { parseConfig } from '../../app/load-config.ts';
import { formatProblems } from '../../config/problem.ts';
import { type Exit, FINE, REFUSED, WRONG } from '../exit.ts';
import { complain, print, printJson } from '../print.ts';
import { writeSecretFiles } from '../secret-files.ts';
import type { InitOptions } from './init-options.ts';
import { registerBotConfig } from './register-bot-config.ts';

/** Files that the configuration names and that are not there yet. */
const LATER = ['secrets.key', 'mail.password'];

/** Prints Porter's configuration by the file that matrix-register-bot writes, or writes it with `--out`. Prints no secret. */
export async function initFromRegisterBot(file: string, options: InitOptions): Promise<Exit> {
  const read = await readRegisterBotFile(file);
  if (typeof read === 'string') return refused(options, read);
  const { text, smtpPassword } = registerBotConfig(read);
  const { problems } = parseConfig('config.yaml', text, 0o600, {});
  const toMend = problems.filter(({ key }) => !LATER.includes(key));
  const { out } = options;
  let ownership: string | undefined;
  if (out !== undefined) {
    const secret = path.join(path.dirname(out), 'data', 'smtp-password');
    const files = [
      { file: out, content: text, mode: 0o640 },
      ...(smtpPassword === undefined ? [] : [{ file: secret, content: `${smtpPassword}\n`, mode: 0o600 }]),
    ];
    // Synapse reads a file in the outer folder.
    await mkdir(path.dirname(out), { recursive: true, mode: 0o755 });
    await mkdir(path.dirname(secret), { recursive: true, mode: 0o700 });
    const written = await writeSecretFiles(files, out);
    if (!written.ok) return refused(options, written.trouble);
    ({ ownership } = written);
  }
  const steps = stepsOf(file, out, smtpPassword !== undefined, ownership);
  if (options.json) printJson({ ok: toMend.length === 0, config: text, problems: toMend, steps });
  else {
    if (out === undefined) print(text.trimEnd());
    if (toMend.length > 0) complain(`To mend by hand:\n${formatProblems(toMend)}`);
    complain(steps.map((step) => `- ${step}`).join('\n'));
  }
  return toMend.length === 0 ? FINE : REFUSED;
}

function refused(options: InitOptions, sentence: string): Exit {
  if (options.json) printJson({ ok: false, problems: [{ sentence }] });
  else complain(sentence);
  return WRONG;
}

/** The next steps, one sentence each. */
function stepsOf(
  file: string,
  out: string | undefined,
  hasPassword: boolean,
  ownership: string | undefined,
): readonly string[] {
  const dir = out === undefined ? 'FOLDER' : path.dirname(out);
  return [
    out === undefined
      ? 'Save it as config.yaml in the folder of Porter; --out FOLDER/config.yaml does it for you.'
      : `The configuration is in ${out}.`,
    ...(hasPassword
      ? [
          out === undefined
            ? 'The password of the mail server goes into data/smtp-password in that folder, with mode 600; --out does that too.'
            : 'The password of the mail server is in data/smtp-password beside it.',
        ]
      : []),
    ...(ownership === undefined ? [] : [ownership]),
    `porter init --dir ${dir} writes the files that are missing: the key, registration.yaml, the service. It keeps this configuration.`,
    `porter accounts import --from-register-bot ${file} looks at the accounts and applications of the bot.`,
    `${file} holds all secrets of the bot, and the bot lets everybody read it: chmod 600 it, and remove it in the end.`,
  ];
}
