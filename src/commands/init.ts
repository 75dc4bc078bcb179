import { isIP } from 'node:net';
import path from 'node:path';
import { findPublicUrl, findServerName } from '../app/set-up.ts';
import { bareHost } from '../kernel/host-port.ts';
import { commandRuntime } from './command-runtime.ts';
import { type Exit, WRONG } from './exit.ts';
import { type Find, gatherAnswers } from './init/answers.ts';
import { nothingAnswers } from './init/cautions.ts';
import { guessContainer } from './init/containers.ts';
import { demoteNow } from './init/demote.ts';
import { initFromRegisterBot } from './init/from-register-bot.ts';
import type { InitOptions } from './init/init-options.ts';
import { type Installation, readInstallation } from './init/known-answers.ts';
import { initOnly } from './init/only.ts';
import { withOptionFiles } from './init/option-files.ts';
import { promoteNow } from './init/promote.ts';
import { askByOptions, askPerson, askTokenOfPerson, askToWrite, NoAnswer, WrongAnswers } from './init/prompts.ts';
import { writeInstallation } from './init/write-installation.ts';
import { complain } from './print.ts';

/** Asks its questions or takes the answers as options, writes the files of an installation, and prints the next steps. */
export async function init(given: InitOptions): Promise<Exit> {
  const person = process.stdin.isTTY && process.stdout.isTTY && given.yes !== true;
  let silent: string | undefined;
  if (given.fromRegisterBot !== undefined) return initFromRegisterBot(given.fromRegisterBot, given);
  try {
    const options = await withOptionFiles(given);
    const askToken = person ? askTokenOfPerson : async () => undefined;
    if (options.promote && options.demote) throw new WrongAnswers('--promote and --demote do not go together.');
    if (options.promote) return await promoteNow(options, askToken);
    if (options.demote) return await demoteNow(options, askToken);
    if (options.only !== undefined) return await initOnly(options.only, options);
    if (!person && options.yes !== true) {
      complain(
        'porter init asks on a terminal; elsewhere say --yes and give the answers as options (porter init --help).',
      );
      return WRONG;
    }
    const runtime = commandRuntime();
    const dir = path.resolve(options.dir);
    const byOptions = askByOptions();
    const ask = person ? await askPerson() : byOptions.ask;
    const found = await readInstallation(dir);
    if (person && found.config !== 'none') complain(beforeAsking(path.join(dir, 'config.yaml'), found));
    const find: Find = {
      async serverName(url) {
        if (!URL.canParse(url)) return { instead: `${url} is no address at which a homeserver could be asked` };
        const found = await findServerName(url, runtime);
        if (found.name === undefined) {
          silent = nothingAnswers(url, found);
          if (person) complain(silent);
          return { instead: `nothing answers as a homeserver at ${url} (--homeserver-url)` };
        }
        // The server name can never be changed later, so a guess needs a person to confirm it. An IP address is never offered.
        if ((person || found.sure) && !isAddress(found.name)) return { name: found.name };
        return { instead: `the homeserver at ${url} (--homeserver-url) does not tell its name` };
      },
      publicUrl: findPublicUrl,
      container: person ? guessContainer : () => 'no',
    };
    const answers = await gatherAnswers(options, dir, ask, find, found.known);
    byOptions.assertFine();
    return await writeInstallation({ answers, options, silent, found, confirm: person ? askToWrite : undefined });
  } catch (error) {
    if (!(error instanceof NoAnswer || error instanceof WrongAnswers)) throw error;
    if (error instanceof NoAnswer && silent !== undefined && !person) complain(silent);
    complain(error.message);
    return WRONG;
  }
}

/** Said before the questions, where there is a configuration already. */
const beforeAsking = (file: string, { config }: Installation): string =>
  config === 'read'
    ? `${file} is there already. It will not be changed: what stands in it is suggested as the answers, and the answers go only into files that are missing.`
    : `${file} is there already, cannot be read and will not be changed. Mend it first, or name another folder with --dir.`;

const isAddress = (name: string) => isIP(bareHost(name.replace(/:\d+$/, ''))) !== 0;
