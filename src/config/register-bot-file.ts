import { isObject } from '../kernel/is-object.ts';

/** The configuration of matrix-register-bot, as the bot writes it to `config.json`. */
export type RegisterBotFile = Readonly<Record<string, unknown>>;

/** Reads the file; undefined if it is no JSON object. */
export function parseRegisterBotFile(text: string): RegisterBotFile | undefined {
  try {
    const value: unknown = JSON.parse(text.replace(/^\ufeff/, ''));
    return isObject(value) ? value : undefined;
  } catch {
    return undefined;
  }
}

/** A key that holds text; undefined also for an empty one. */
export function textOf(file: RegisterBotFile, key: string): string | undefined {
  const value = Object.hasOwn(file, key) ? file[key] : undefined;
  return typeof value === 'string' && value !== '' ? value : undefined;
}
