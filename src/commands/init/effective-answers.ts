import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { parse } from 'yaml';
import { isObject } from '../../kernel/is-object.ts';
import type { Answers } from './init-options.ts';
import type { Written } from './write-files.ts';

/** Section and key in config.yaml of each answer that a next step or a caution names. */
const keyOf = {
  homeserverUrl: ['homeserver', 'url'],
  serverName: ['homeserver', 'serverName'],
  appserviceListen: ['appservice', 'listen'],
  publicUrl: ['site', 'publicUrl'],
  teamRoom: ['registration', 'room'],
} as const satisfies Partial<Record<keyof Answers, readonly [string, string]>>;

/**
 * Returns the answers that are in effect now. Files that were kept win over what was answered; a section that a kept
 * configuration lacks will be added as answered. Undefined when the kept configuration cannot be read.
 */
export async function effectiveAnswers(answers: Answers, kept: readonly Written[]): Promise<Answers | undefined> {
  const isKept = (file: string) => kept.some(({ name }) => name === file);
  const unit = isKept('porter.service') ? await readText(path.join(answers.dir, 'porter.service')) : undefined;
  const user = unit && /^User=(\S+)$/m.exec(unit)?.[1];
  const effective = user ? { ...answers, user } : answers;
  if (!isKept('config.yaml')) return effective;

  const config = readYaml(await readText(path.join(answers.dir, 'config.yaml')));
  if (!isObject(config)) return undefined;
  const told = (section: string, key: string) => {
    const found = config[section];
    return isObject(found) && typeof found[key] === 'string' ? found[key] : undefined;
  };
  const values = Object.entries(keyOf).flatMap(([answer, [section, key]]) => {
    const value = told(section, key);
    return value === undefined ? [] : [[answer, value] as const];
  });
  const { publicUrl = answers.publicUrl, ...others } = Object.fromEntries(values);
  return {
    ...effective,
    ...others,
    publicUrl: URL.canParse(publicUrl) ? publicUrl : answers.publicUrl,
    admin: isObject(config['registration']) ? told('registration', 'admin') : answers.admin,
    listenFollows: answers.listenFollows && told('appservice', 'listen') === undefined,
  };
}

const readText = (file: string): Promise<string | undefined> => readFile(file, 'utf8').catch(() => undefined);

function readYaml(text: string | undefined): unknown {
  try {
    return text === undefined ? undefined : parse(text);
  } catch {
    return undefined;
  }
}
