import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { parse } from 'yaml';
import { isObject } from '../../kernel/is-object.ts';
import { type AnswerCheck, checkOf } from './answer-checks.ts';
import { allQuestions, type QuestionName } from './questions.ts';

/** Answers that an installation gives by itself; only those that would be taken from a person, too. */
export type Known = { readonly [Name in QuestionName]?: string };

export interface Installation {
  /** Is there a `config.yaml`, and can it be read? */
  readonly config: 'none' | 'read' | 'unreadable';
  readonly known: Known;
}

/** A password in an address is not shown again. */
const withoutLogin: AnswerCheck = (smtp) => (smtp.includes('@') ? 'holds a log-in' : checkOf('smtp')(smtp));

/** File, section and key of each answer, and its check; without a section it is a key of the whole file. */
const places: readonly (readonly [QuestionName, string, string | undefined, string, AnswerCheck])[] = [
  ...allQuestions.flatMap(([name, { key, secret }]) => {
    if (key === undefined || secret) return [];
    return [[name, 'config.yaml', ...key, name === 'smtp' ? withoutLogin : checkOf(name)] as const];
  }),
  ['appserviceUrl', 'registration.yaml', undefined, 'url', checkOf('appserviceUrl')],
];

/** Reads what is in the folder. Never throws; what cannot be read says nothing. */
export async function readInstallation(dir: string): Promise<Installation> {
  const files = new Map<string, unknown>();
  for (const name of ['config.yaml', 'registration.yaml']) files.set(name, await readYaml(path.join(dir, name)));
  const config = files.get('config.yaml');
  const known = places.flatMap(([answer, file, section, key, check]) => {
    const whole = files.get(file);
    const at = section === undefined || !isObject(whole) ? whole : whole[section];
    const value = isObject(at) ? at[key] : undefined;
    if (typeof value !== 'string' && typeof value !== 'number') return [];
    return check(String(value)) === undefined ? [[answer, String(value)] as const] : [];
  });
  const user = /^User=(\S+)$/m.exec((await readText(path.join(dir, 'porter.service'))) ?? '')?.[1];
  return {
    config: config === undefined ? 'none' : isObject(config) ? 'read' : 'unreadable',
    known: { ...Object.fromEntries(known), ...(user === undefined ? {} : { user }) },
  };
}

const readText = (file: string): Promise<string | undefined> => readFile(file, 'utf8').catch(() => undefined);

/** Undefined if there is no such file; null if it is no YAML, or may not be read. */
async function readYaml(file: string): Promise<unknown> {
  try {
    return parse(await readFile(file, 'utf8')) ?? null;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'ENOENT' ? undefined : null;
  }
}
