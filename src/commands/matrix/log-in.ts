import path from 'node:path';
import { logInOutside, type OutsideOptions } from '../../app/channels/matrix-outside.ts';
import { parseUserId } from '../../kernel/matrix-id.ts';
import { Secret } from '../../kernel/secret.ts';
import { channelNamed, NO_ACCOUNT_NAME } from '../channel-named.ts';
import { type Exit, FINE, REFUSED, WRONG } from '../exit.ts';
import { askByLines, askPerson, NoAnswer } from '../init/prompts.ts';
import { complain, print } from '../print.ts';
import { writeSecretFiles } from '../secret-files.ts';

export interface LogInOptions extends OutsideOptions {
  /** The homeserver, where the server name does not say it. */
  readonly url?: string;
  /** New file for the token; left out: it is printed. */
  readonly file?: string;
  /** Name of the further account that it is for; left out: the channel's own. */
  readonly account?: string;
}

/** Logs in with a password from the terminal or from standard input, and hands over the token. */
export async function logInAs(name: string, options: LogInOptions): Promise<Exit> {
  const user = parseUserId(name);
  if (user === undefined) {
    complain(`${name} is no user ID, such as @porter:example.org.`);
    return WRONG;
  }
  const channel = channelNamed('matrix', options.account);
  if (channel === undefined) {
    complain(NO_ACCOUNT_NAME);
    return WRONG;
  }
  const entered = await logInOutside(user, askPassword, options).catch((error: unknown) => {
    if (!(error instanceof NoAnswer)) throw error;
    return { ok: false, sentence: error.message, remedy: '' } as const;
  });
  if (!entered.ok) {
    complain(`${entered.sentence} ${entered.remedy}`.trim());
    return REFUSED;
  }
  const token = entered.token.reveal();
  const { file } = options;
  if (file === undefined) print(token);
  else {
    const beside = path.join(path.dirname(file), 'config.yaml');
    const written = await writeSecretFiles([{ file, content: `${token}\n`, mode: 0o600 }], beside);
    if (!written.ok) {
      complain(written.trouble);
      return WRONG;
    }
    complain(`The token is in ${file}. ${written.ownership}`);
  }
  const where = options.account === undefined ? ' where there is no homeserver section' : '';
  complain(`Logged in as ${entered.user} at ${entered.baseUrl}. This belongs into config.yaml${where}:`);
  complain(
    `channels:\n  ${channel}: { url: ${JSON.stringify(entered.baseUrl)}, token: { file: ${JSON.stringify(file ?? `${channel}.token`)} } }`,
  );
  return FINE;
}

async function askPassword(): Promise<Secret> {
  const ask = process.stdin.isTTY ? await askPerson() : askByLines(process.stdin);
  const answer = await ask({
    ...{ message: 'Password (not shown)', option: 'the password', hidden: true, check: () => undefined },
    ...{ given: undefined, suggestion: undefined },
  });
  return new Secret(answer);
}
