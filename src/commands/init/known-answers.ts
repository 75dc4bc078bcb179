import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { parse } from 'yaml';
import { isObject } from '../../kernel/is-object.ts';
import { type AnswerCheck, answerChecks } from './answer-checks.ts';
import type { Answers } from './init-options.ts';

/** Answers that an installation gives by itself; only those that would be taken from a person, too. */
export type Known = Partial<
  Pick<
    Answers,
    | 'homeserverUrl'
    | 'serverName'
    | 'homeserverPublicUrl'
    | 'appserviceUrl'
    | 'appserviceListen'
    | 'publicUrl'
    | 'siteListen'
    | 'title'
    | 'teamRoom'
    | 'admin'
    | 'mailFrom'
    | 'user'
  >
> & { readonly language?: string; readonly approvals?: string; readonly smtp?: string };

export interface Installation {
  /** Is there a `config.yaml`, and can it be read? */
  readonly config: 'none' | 'read' | 'unreadable';
  readonly known: Known;
}

/** A password in an address is not shown again. */
const withoutLogin: AnswerCheck = (smtp) => (smtp.includes('@') ? 'holds a log-in' : answerChecks.typedSmtp(smtp));

/** File, section and key of each answer, and its check; without a section it is a key of the whole file. */
const places = {
  homeserverUrl: ['config.yaml', 'homeserver', 'url', answerChecks.url],
  serverName: ['config.yaml', 'homeserver', 'serverName', answerChecks.serverName],
  homeserverPublicUrl: ['config.yaml', 'homeserver', 'publicUrl', answerChecks.url],
  appserviceUrl: ['registration.yaml', undefined, 'url', answerChecks.url],
  appserviceListen: ['config.yaml', 'appservice', 'listen', answerChecks.listen],
  publicUrl: ['config.yaml', 'site', 'publicUrl', answerChecks.origin],
  siteListen: ['config.yaml', 'site', 'listen', answerChecks.listen],
  title: ['config.yaml', 'site', 'title', answerChecks.title],
  language: ['config.yaml', 'site', 'language', answerChecks.language],
  approvals: ['config.yaml', 'registration', 'approvals', answerChecks.approvals],
  teamRoom: ['config.yaml', 'registration', 'room', answerChecks.room],
  admin: ['config.yaml', 'registration', 'admin', answerChecks.userId],
  mailFrom: ['config.yaml', 'mail', 'from', answerChecks.mailFrom],
  smtp: ['config.yaml', 'mail', 'smtp', withoutLogin],
} as const satisfies Omit<Record<keyof Known, readonly [string, string | undefined, string, AnswerCheck]>, 'user'>;

/** Reads what is in the folder. Never throws; what cannot be read says nothing. */
export async function readInstallation(dir: string): Promise<Installation> {
  const files = new Map<string, unknown>();
  for (const name of ['config.yaml', 'registration.yaml']) files.set(name, await readYaml(path.join(dir, name)));
  const config = files.get('config.yaml');
  const known = Object.entries(places).flatMap(([answer, [file, section, key, check]]) => {
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
