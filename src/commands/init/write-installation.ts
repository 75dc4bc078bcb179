import path from 'node:path';
import { parseConfig } from '../../app/load-config.ts';
import { newKeyFile, newToken } from '../../app/set-up.ts';
import { printRegistration } from '../../config/print-registration.ts';
import type { Problem } from '../../config/problem.ts';
import { parseRoomAlias, serverNameOf } from '../../kernel/matrix-id.ts';
import { commandRuntime } from '../command-runtime.ts';
import { type Exit, FINE, REFUSED, WRONG } from '../exit.ts';
import { complain, print, printJson } from '../print.ts';
import { mailUnderstood } from './ask-smtp.ts';
import { cautionsOf } from './cautions.ts';
import { configText } from './config-text.ts';
import { IN_CONTAINER } from './containers.ts';
import { effectiveAnswers } from './effective-answers.ts';
import type { Answers, InitOptions } from './init-options.ts';
import type { Installation } from './known-answers.ts';
import { missingSections } from './missing-sections.ts';
import { nextSteps } from './next-steps.ts';
import { ownCommand } from './own-command.ts';
import { caddyfile, homeserverSnippet, nginxConf } from './proxies.ts';
import { optionOfKey } from './questions.ts';
import { serviceUnit } from './service-unit.ts';
import { unasked, unaskedText } from './unasked.ts';
import { type FileToWrite, writeFiles } from './write-files.ts';

/** All that `porter init` knows once its questions are answered. */
export interface Gathered {
  readonly answers: Answers;
  readonly options: InitOptions;
  /** The caution for a homeserver that did not respond at the address given; undefined when it did. */
  readonly silent: string | undefined;
  readonly found: Installation;
  /** Asks whether to write to this folder, and throws `NoAnswer` if not; undefined where there is nobody to ask. */
  readonly confirm: ((dir: string) => Promise<void>) | undefined;
}

/**
 * Checks the answers as a whole, writes the files, and prints what was done and what is left to do. A person is told before
 * anything is written what was not asked and what to be careful about.
 */
export async function writeInstallation({ answers, options, silent, found, confirm }: Gathered): Promise<Exit> {
  const { dir } = answers;
  const text = configText(answers);
  // Check everything before writing anything, except the secrets, whose files do not exist yet.
  const problems = parseConfig('config.yaml', text, 0o600, {}).problems.filter(
    ({ key }) => !['secrets.key', 'mail.password', 'storage.postgres'].includes(key),
  );
  if (problems.length > 0) {
    if (options.json) printJson({ ok: false, problems });
    else complain(problems.map(inOptions).join('\n'));
    return WRONG;
  }
  const chosen = unasked(answers, options, confirm !== undefined);
  const told = confirm === undefined ? [] : await cautionsOf(answers, ownCommand());
  if (confirm !== undefined) {
    for (const paragraph of [...(found.config === 'none' ? [unaskedText(chosen)] : []), ...told])
      print(`\n${paragraph}`);
    await confirm(dir);
  }
  const written = await writeFiles(dir, filesOf(answers, text));
  const kept = written.filter(({ state }) => state === 'kept');
  const configKept = kept.some(({ name }) => name === 'config.yaml');
  const missing = configKept ? await missingSections(path.join(dir, 'config.yaml'), text) : undefined;
  // The files that were kept are the ones in use, so the next steps follow them.
  const effective = effectiveAnswers(answers, kept, found);
  const reached = effective === undefined || effective.homeserverUrl === answers.homeserverUrl;
  const cautions = [
    ...(silent !== undefined && reached ? [silent] : []),
    ...(await cautionsOf(effective ?? answers, ownCommand())),
  ];
  const porter = process.argv[1]?.endsWith('.ts') ? 'npm run porter --' : 'porter';
  if (options.json) {
    const unasked = Object.fromEntries(chosen);
    printJson({ ok: kept.length === 0, dir, files: written, cautions, unasked, ...(missing && { missing }) });
  } else {
    for (const { name, state } of written) print(`${labels[state]}  ${path.join(dir, name)}`);
    if (confirm === undefined && found.config === 'none') print(`\n${unaskedText(chosen)}`);
    if (kept.length > 0)
      print('\nKept files were there before and are not changed: compare them with what you answered.');
    if (missing)
      print(`\nThe config.yaml that was there lacks these sections; add them to it:\n\n${missing.trimEnd()}`);
    if (!configKept) print(`\n${mailUnderstood(answers)}`);
    for (const caution of cautions) if (!told.includes(caution)) print(`\n${caution}`);
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

/** A problem of the file that is not written yet, in the words of the command line. */
const inOptions = ({ key, sentence, remedy }: Problem): string =>
  `${optionOfKey(key) ?? key} ${[sentence, remedy ?? []].flat().join('; ')}`;

const labels = { written: 'written', same: 'same   ', kept: 'kept   ' } as const;

function filesOf(answers: Answers, text: string): readonly FileToWrite[] {
  const { dir, serverName, teamRoom, smtp, postgres } = answers;
  const runtime = commandRuntime();
  const forSynapse = answers.synapseInContainer ? IN_CONTAINER : path.join(dir, 'registration.yaml');
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
    { name: 'homeserver.snippet.yaml', content: homeserverSnippet(forSynapse), mode: 0o644 },
    { name: 'porter.service', content: serviceUnit({ dir, user: answers.user, command: ownCommand() }), mode: 0o644 },
    { name: 'nginx.conf', content: nginxConf(answers), mode: 0o644 },
    { name: 'Caddyfile', content: caddyfile(answers), mode: 0o644 },
  ];
}
