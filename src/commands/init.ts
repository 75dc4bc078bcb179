import { isIP } from 'node:net';
import path from 'node:path';
import { parseConfig } from '../app/load-config.ts';
import { findPublicUrl, findServerName, newKeyFile, newToken } from '../app/set-up.ts';
import { printRegistration } from '../config/print-registration.ts';
import { formatProblems } from '../config/problem.ts';
import { parseRoomAlias, serverNameOf } from '../kernel/matrix-id.ts';
import { commandRuntime } from './command-runtime.ts';
import { type Exit, FINE, REFUSED, WRONG } from './exit.ts';
import { gatherAnswers } from './init/answers.ts';
import { mailUnderstood } from './init/ask-smtp.ts';
import { cautionsOf, nothingAnswers } from './init/cautions.ts';
import { configText } from './init/config-text.ts';
import { demoteNow } from './init/demote.ts';
import { effectiveAnswers } from './init/effective-answers.ts';
import type { Answers, InitOptions } from './init/init-options.ts';
import { missingSections } from './init/missing-sections.ts';
import { nextSteps } from './init/next-steps.ts';
import { initOnly } from './init/only.ts';
import { withOptionFiles } from './init/option-files.ts';
import { ownCommand } from './init/own-command.ts';
import { promoteNow } from './init/promote.ts';
import { askByOptions, askPerson, askTokenOfPerson, NoAnswer, WrongAnswers } from './init/prompts.ts';
import { caddyfile, homeserverSnippet, nginxConf } from './init/proxies.ts';
import { serviceUnit } from './init/service-unit.ts';
import { type FileToWrite, writeFiles } from './init/write-files.ts';
import { complain, print, printJson } from './print.ts';

/** Asks its questions or takes the answers as options, writes the files of an installation, and prints the next steps. */
export async function init(given: InitOptions): Promise<Exit> {
  const person = process.stdin.isTTY && process.stdout.isTTY && given.yes !== true;
  let silent: string | undefined;
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
    const answers = await gatherAnswers(options, dir, ask, {
      async serverName(url) {
        if (!URL.canParse(url)) return undefined;
        const found = await findServerName(url, runtime);
        if (found === undefined) {
          silent = nothingAnswers(url);
          if (person) complain(silent);
        }
        // The server name can never be changed later, so a guess needs a person to confirm it. An IP address is never offered.
        return found && (person || found.sure) && !isAddress(found.name) ? found.name : undefined;
      },
      publicUrl: findPublicUrl,
    });
    byOptions.assertFine();
    return await writeInstallation(answers, options, silent);
  } catch (error) {
    if (!(error instanceof NoAnswer || error instanceof WrongAnswers)) throw error;
    if (error instanceof NoAnswer && silent !== undefined && !person) complain(silent);
    complain(error.message);
    return WRONG;
  }
}

/** @param silent the caution for a homeserver that did not respond at the address given; undefined when it did */
async function writeInstallation(answers: Answers, options: InitOptions, silent: string | undefined): Promise<Exit> {
  const { dir } = answers;
  const text = configText(answers);
  // Check everything before writing anything, except the secrets, whose files do not exist yet.
  const problems = parseConfig('config.yaml', text, 0o600, {}).problems.filter(
    ({ key }) => !['secrets.key', 'mail.password', 'storage.postgres'].includes(key),
  );
  if (problems.length > 0) {
    if (options.json) printJson({ ok: false, problems });
    else complain(formatProblems(problems));
    return WRONG;
  }
  const written = await writeFiles(dir, filesOf(answers, text));
  const kept = written.filter(({ state }) => state === 'kept');
  const configKept = kept.some(({ name }) => name === 'config.yaml');
  const missing = configKept ? await missingSections(path.join(dir, 'config.yaml'), text) : undefined;
  // The files that were kept are the ones in use, so the next steps follow them.
  const effective = await effectiveAnswers(answers, kept);
  const reached = effective === undefined || effective.homeserverUrl === answers.homeserverUrl;
  const cautions = [
    ...(silent !== undefined && reached ? [silent] : []),
    ...(await cautionsOf(effective ?? answers, ownCommand())),
  ];
  const porter = process.argv[1]?.endsWith('.ts') ? 'npm run porter --' : 'porter';
  if (options.json) printJson({ ok: kept.length === 0, dir, files: written, cautions, ...(missing && { missing }) });
  else {
    for (const { name, state } of written) print(`${labels[state]}  ${path.join(dir, name)}`);
    if (kept.length > 0)
      print('\nKept files were there before and are not changed: compare them with what you answered.');
    if (missing)
      print(`\nThe config.yaml that was there lacks these sections; add them to it:\n\n${missing.trimEnd()}`);
    if (!configKept) print(`\n${mailUnderstood(answers)}`);
    for (const caution of cautions) print(`\n${caution}`);
    if (effective === undefined) {
      const file = path.join(dir, 'config.yaml');
      print(
        `\nThe ${file} that was there cannot be read, so no next steps fit it. Mend it, then: ${porter} check --config ${file}`,
      );
    } else {
      if (configKept) print('\nThese steps go by the config.yaml that was there, not by other answers.');
      print(`\n${nextSteps(effective, porter)}`);
    }
  }
  return kept.length === 0 ? FINE : REFUSED;
}

const isAddress = (name: string) => isIP(name.replace(/:\d+$/, '').replace(/^\[|\]$/g, '')) !== 0;

const labels = { written: 'written', same: 'same   ', kept: 'kept   ' } as const;

function filesOf(answers: Answers, text: string): readonly FileToWrite[] {
  const { dir, serverName, teamRoom, smtp, postgres } = answers;
  const runtime = commandRuntime();
  const alias = parseRoomAlias(teamRoom);
  const ofOurs = alias !== undefined && serverNameOf(alias) === serverName;
  const registration = printRegistration({
    serverName,
    url: answers.appserviceUrl,
    teamAlias: ofOurs ? alias : undefined,
    asToken: newToken(runtime),
    hsToken: newToken(runtime),
  });
  const secret = (name: string, content: string | undefined) =>
    content === undefined ? [] : [{ name: path.join('data', name), content: `${content}\n`, mode: 0o600 }];
  return [
    { name: path.join('data', 'porter.key'), content: newKeyFile(runtime), mode: 0o600 },
    ...secret('smtp-password', smtp.password),
    ...secret('postgres-url', postgres),
    // Synapse reads this file too, through its group.
    { name: 'registration.yaml', content: registration, mode: 0o640 },
    { name: 'config.yaml', content: text, mode: 0o640 },
    { name: 'homeserver.snippet.yaml', content: homeserverSnippet(path.join(dir, 'registration.yaml')), mode: 0o644 },
    { name: 'porter.service', content: serviceUnit({ dir, user: answers.user, command: ownCommand() }), mode: 0o644 },
    { name: 'nginx.conf', content: nginxConf(answers), mode: 0o644 },
    { name: 'Caddyfile', content: caddyfile(answers), mode: 0o644 },
  ];
}
