import { stat } from 'node:fs/promises';
import path from 'node:path';
import { findBot, signInUser } from '../../app/channels/telegram-setup.ts';
import { channelNamed, NO_ACCOUNT_NAME } from '../channel-named.ts';
import { commandRuntime } from '../command-runtime.ts';
import { type Exit, FINE, WRONG } from '../exit.ts';
import type { Ask } from '../init/init-options.ts';
import { askByLines, askPerson, NoAnswer, WrongAnswers } from '../init/prompts.ts';
import { complain, print } from '../print.ts';
import { writeSecretFiles } from '../secret-files.ts';
import { botSteps, twoWays, userSteps } from './explained.ts';

export interface SetupOptions {
  /** Folder for the files of the secrets; left out: they are printed. */
  readonly dir?: string;
  /** Where the Bot API answers. */
  readonly url: string;
  /** Name of the further account that it is for; left out: the channel's own. */
  readonly account?: string;
}

/** What the section needs, with the file that each secret goes into. */
interface Setting {
  readonly key: string;
  readonly value: string;
  /** Of `filesOf`. */
  readonly file?: string;
}

/**
 * Explains how Porter gets into Telegram, asks for what it needs (on a terminal, or line by line from standard input), and prints the
 * section; the secrets in it, or written into files that only their owner reads.
 *
 * @param way `bot` or `user`; undefined: both are explained and nothing is asked
 */
export async function setup(way: 'bot' | 'user' | undefined, options: SetupOptions): Promise<Exit> {
  if (way === undefined) {
    print(twoWays);
    return FINE;
  }
  try {
    const channel = channelNamed('telegram', options.account);
    if (channel === undefined) throw new WrongAnswers(NO_ACCOUNT_NAME);
    await assertFree(way, channel, options.dir);
    if (!URL.canParse(options.url) || !/^https?:/.test(options.url)) {
      throw new WrongAnswers('--url must be an address that begins with https:// or http://.');
    }
    complain(way === 'bot' ? botSteps : userSteps);
    const ask = process.stdin.isTTY ? await askPerson() : askByLines(process.stdin);
    const settings = way === 'bot' ? await setUpBot(ask, options) : await setUpUser(ask);
    return await handOver(channel, settings, options.dir);
  } catch (error) {
    if (!(error instanceof NoAnswer || error instanceof WrongAnswers)) throw error;
    complain(error.message);
    return WRONG;
  }
}

/** What stands behind the dot in the name of a file; the channel stands before it. */
const filesOf = { bot: ['token'], user: ['hash', 'session'] } as const;

/** Before anybody types a code: a file that is there is never written over. */
async function assertFree(way: 'bot' | 'user', channel: string, dir: string | undefined): Promise<void> {
  if (dir === undefined) return;
  const folder = await stat(dir).catch(() => undefined);
  if (!folder?.isDirectory()) throw new WrongAnswers(`--dir: there is no folder ${path.resolve(dir)}.`);
  for (const name of filesOf[way]) {
    const file = path.resolve(dir, `${channel}.${name}`);
    if ((await stat(file).catch(() => undefined)) !== undefined) {
      throw new WrongAnswers(`${file} is there already and would not be written over: move it away first.`);
    }
  }
}

const anything = () => undefined;
const asked = (message: string, check: (answer: string) => string | undefined, hidden = true): Parameters<Ask>[0] => ({
  ...{ message, check, hidden, given: undefined, suggestion: undefined, option: message },
});

async function setUpBot(ask: Ask, { url }: SetupOptions): Promise<readonly Setting[]> {
  const token = await ask(
    asked('Token of the bot (not shown)', (answer) =>
      /^\d+:[\w-]+$/.test(answer) ? undefined : 'must be what @BotFather shows, such as 123456:ABC-DEF',
    ),
  );
  complain(`${await findBot(token, url, commandRuntime())}.`);
  return [{ key: 'botToken', value: token, file: 'token' }];
}

async function setUpUser(ask: Ask): Promise<readonly Setting[]> {
  const id = await ask(
    asked('api_id', (answer) => (/^[1-9]\d{0,9}$/.test(answer) ? undefined : 'must be a number'), false),
  );
  const apiHash = await ask(
    asked('api_hash (not shown)', (answer) =>
      /^[0-9a-f]{32}$/.test(answer) ? undefined : 'must be the 32 signs 0-9 and a-f that my.telegram.org shows',
    ),
  );
  const once = (message: string, why: string | undefined, hidden = true) =>
    ask(asked(why === undefined ? message : `${why} ${message}`, anything, hidden));
  const { session, name } = await signInUser(
    { apiId: Number(id), apiHash },
    {
      phone: (why) => once('Phone number of the account, with the country: +49 170 1234567', why, false),
      code: (why) => once('Code that Telegram has just sent (not shown)', why),
      password: (hint, why) =>
        once(`Password of the second step (not shown${hint === '' ? '' : `; its hint: ${hint}`})`, why),
    },
    commandRuntime(),
  );
  complain(`Signed in as ${name}.`);
  return [
    { key: 'apiId', value: id },
    { key: 'apiHash', value: apiHash, file: 'hash' },
    { key: 'session', value: session, file: 'session' },
  ];
}

/** Writes the secrets, if they are to go into files, and prints the section. */
async function handOver(channel: string, settings: readonly Setting[], dir: string | undefined): Promise<Exit> {
  const fileOf = (name: string): string => path.join(dir ?? '', `${channel}.${name}`);
  const secrets = settings.flatMap(({ file, value }) =>
    file === undefined || dir === undefined ? [] : [{ file, value }],
  );
  const written = await writeSecretFiles(
    secrets.map(({ file, value }) => ({ file: fileOf(file), content: `${value}\n`, mode: 0o600 })),
    path.join(dir ?? '', 'config.yaml'),
  );
  if (!written.ok) {
    complain(written.trouble);
    return WRONG;
  }
  const lines = settings.map(({ key, value, file }) =>
    dir === undefined || file === undefined
      ? `    ${key}: ${file === undefined ? value : JSON.stringify(value)}`
      : `    ${key}: { file: ${JSON.stringify(fileOf(file))} }`,
  );
  complain('\nThis belongs into config.yaml (a path counts from its folder); then restart Porter:\n');
  print(['channels:', `  ${channel}:`, ...lines].join('\n'));
  if (dir !== undefined) complain(`\n${written.ownership}`);
  return FINE;
}
