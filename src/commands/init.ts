import path from 'node:path';
import { findPublicUrl, findServerName, newKeyFile, newToken } from '../app/set-up.ts';
import { parseConfig } from '../config/load-config.ts';
import { printRegistration } from '../config/print-registration.ts';
import { formatProblems } from '../config/problem.ts';
import { parseRoomAlias, serverNameOf } from '../kernel/matrix-id.ts';
import { commandBasics } from './basics.ts';
import { type Exit, FINE, REFUSED, WRONG } from './exit.ts';
import { type Answers, gatherAnswers, type InitOptions } from './init/answers.ts';
import { cautionsOf } from './init/cautions.ts';
import { configText } from './init/config-text.ts';
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

/** Asks, or takes every answer as an option, and writes what an installation needs; ends with what is left to do. */
export async function init(given: InitOptions): Promise<Exit> {
  const person = process.stdin.isTTY && process.stdout.isTTY && given.yes !== true;
  try {
    const options = await withOptionFiles(given);
    if (options.promote) return await promoteNow(options, person ? askTokenOfPerson : async () => undefined);
    if (options.only !== undefined) return await initOnly(options.only, options);
    if (!person && options.yes !== true) {
      complain(
        'porter init asks on a terminal; elsewhere say --yes and give the answers as options (porter init --help).',
      );
      return WRONG;
    }
    const basics = commandBasics();
    const dir = path.resolve(options.dir);
    const byOptions = askByOptions();
    const ask = person ? await askPerson() : byOptions.ask;
    const answers = await gatherAnswers(options, dir, ask, {
      async serverName(url) {
        const found = await findServerName(url, basics);
        // A name can never be changed later: without a person a guess is not good enough.
        return person || found?.sure ? found?.name : undefined;
      },
      publicUrl: findPublicUrl,
    });
    byOptions.assertFine();
    return await writeInstallation(answers, options);
  } catch (error) {
    if (!(error instanceof NoAnswer || error instanceof WrongAnswers)) throw error;
    complain(error.message);
    return WRONG;
  }
}

async function writeInstallation(answers: Answers, options: InitOptions): Promise<Exit> {
  const { dir } = answers;
  const text = configText(answers);
  // The files of its secrets are not there yet; everything else is judged before anything is written.
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
  const cautions = await cautionsOf(answers, ownCommand());
  const porter = process.argv[1]?.endsWith('.ts') ? 'npm run porter --' : 'porter';
  if (options.json) printJson({ ok: kept.length === 0, dir, files: written, cautions, ...(missing && { missing }) });
  else {
    for (const { name, state } of written) print(`${marks[state]}  ${path.join(dir, name)}`);
    if (kept.length > 0)
      print('\nKept files were there before and are not changed: compare them with what you answered.');
    if (missing)
      print(`\nThe config.yaml that was there lacks these sections; add them to it:\n\n${missing.trimEnd()}`);
    for (const caution of cautions) print(`\n${caution}`);
    print(`\n${nextSteps(answers, porter)}`);
  }
  return kept.length === 0 ? FINE : REFUSED;
}

const marks = { written: 'written', same: 'same   ', kept: 'kept   ' } as const;

function filesOf(answers: Answers, text: string): readonly FileToWrite[] {
  const { dir, serverName, teamRoom, smtp, postgres } = answers;
  const basics = commandBasics();
  const alias = parseRoomAlias(teamRoom);
  const ofOurs = alias !== undefined && serverNameOf(alias as never) === serverName;
  const registration = printRegistration({
    serverName,
    url: answers.appserviceUrl,
    teamAlias: ofOurs ? alias : undefined,
    asToken: newToken(basics),
    hsToken: newToken(basics),
  });
  const secret = (name: string, content: string | undefined) =>
    content === undefined ? [] : [{ name: path.join('data', name), content: `${content}\n`, mode: 0o600 }];
  return [
    { name: path.join('data', 'porter.key'), content: newKeyFile(basics), mode: 0o600 },
    ...secret('smtp-password', smtp.password),
    ...secret('postgres-url', postgres),
    // Synapse reads it as well, through its group.
    { name: 'registration.yaml', content: registration, mode: 0o640 },
    { name: 'config.yaml', content: text, mode: 0o640 },
    { name: 'homeserver.snippet.yaml', content: homeserverSnippet(path.join(dir, 'registration.yaml')), mode: 0o644 },
    { name: 'porter.service', content: serviceUnit({ dir, user: answers.user, command: ownCommand() }), mode: 0o644 },
    { name: 'nginx.conf', content: nginxConf(answers), mode: 0o644 },
    { name: 'Caddyfile', content: caddyfile(answers), mode: 0o644 },
  ];
}
