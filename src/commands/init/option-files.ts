import { readFile, stat } from 'node:fs/promises';
import path from 'node:path';
import { openToOthers } from '../../config/read-secret.ts';
import { fileTrouble } from '../../kernel/file-trouble.ts';
import { quoted, typedAs } from '../../kernel/system-user.ts';
import type { InitOptions } from './init-options.ts';
import { NoAnswer } from './prompts.ts';

/** Bytes of one answer. */
const LONGEST = 65_536;

/**
 * Reads the answers that were given as files. Answers with a password can be given that way, because everybody on the machine
 * sees a command line. Throws `NoAnswer` with the sentence for a file that cannot be used.
 */
export async function withOptionFiles(options: InitOptions): Promise<InitOptions> {
  const { smtpFile, smtpPasswordFile, postgresFile } = options;
  return {
    ...options,
    ...(smtpFile === undefined ? {} : { smtp: await lineOf(smtpFile) }),
    ...(smtpPasswordFile === undefined ? {} : { smtpPassword: await passwordOf(smtpPasswordFile) }),
    ...(postgresFile === undefined ? {} : { postgres: await lineOf(postgresFile) }),
  };
}

const lineOf = async (file: string): Promise<string> => filled(file, (await readOptionFile(file)).trim());

/** A password keeps its blanks; only one line break at its end is not part of it. */
const passwordOf = async (file: string): Promise<string> =>
  filled(file, (await readOptionFile(file)).replace(/\r?\n$/, ''));

function filled(file: string, line: string): string {
  if (line === '') throw new NoAnswer(`${file === '-' ? 'Standard input' : file} is empty.`);
  return line;
}

/**
 * Throws `NoAnswer` with the sentence for a file that cannot be read, or that other users can read. The sentence names the whole path,
 * because what was typed counts from the folder of the shell.
 *
 * @param named `-` for standard input
 */
export async function readOptionFile(named: string): Promise<string> {
  if (named === '-') return standardInput();
  const file = path.resolve(named);
  try {
    const found = await stat(file);
    if (openToOthers(found.mode)) {
      throw new NoAnswer(`${file} can be read by other users: chmod 600 ${quoted(file)}`);
    }
    if (found.size > LONGEST) throw new NoAnswer(`${file} is too large for an answer (over 64 KiB).`);
    return await readFile(file, 'utf8');
  } catch (error) {
    if (error instanceof NoAnswer) throw error;
    const { code } = error as NodeJS.ErrnoException;
    if (code === 'ENOENT') throw new NoAnswer(`${file} does not exist. Name the file, or ${handIn(named)}`);
    if (code === 'EISDIR') throw new NoAnswer(`${file} is a folder; name the file in it.`);
    throw new NoAnswer(`${file} cannot be read: ${fileTrouble(file, error).why}. Better ${handIn(named)}`);
  }
}

async function standardInput(): Promise<string> {
  const pieces: Buffer[] = [];
  let size = 0;
  for await (const piece of process.stdin as AsyncIterable<Buffer>) {
    size += piece.length;
    if (size > LONGEST) throw new NoAnswer('Standard input is too large for an answer (over 64 KiB).');
    pieces.push(piece);
  }
  return Buffer.concat(pieces).toString('utf8');
}

/** The shell of the person who typed the command may read what the user that it runs as may not. */
function handIn(named: string): string {
  // `--option FILE` or `--option=FILE`
  const words = process.argv
    .slice(2)
    .map((word) => (word === named || word.endsWith(`=${named}`) ? `${word.slice(0, -named.length)}-` : word));
  return `hand it in on standard input: ${typedAs(process.geteuid?.(), ['porter', ...words])} < ${quoted(named)}`;
}
