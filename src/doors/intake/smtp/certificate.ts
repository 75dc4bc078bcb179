import { readFile, stat } from 'node:fs/promises';
import { createSecureContext } from 'node:tls';
import { Fault } from '../../../kernel/fault.ts';
import { fileSentence } from '../../../kernel/file-trouble.ts';
import type { Logger } from '../../../kernel/log.ts';

/** PEM files, by absolute paths. */
export interface TlsFiles {
  readonly cert: string;
  readonly key: string;
}

/** A certificate with its key, as PEM. */
export interface KeyPair {
  readonly cert: string;
  readonly key: string;
}

export interface Certificate {
  readonly pair: KeyPair;
  /**
   * Reads the files again if they changed, because a certificate is renewed every few weeks. Resolves with the new pair; with
   * undefined if there is none, or none that works: then the one in use stays.
   */
  renewed(): Promise<KeyPair | undefined>;
}

/** Reads a certificate. Throws `Fault` if its files cannot be read or do not belong together. */
export async function readCertificate(files: TlsFiles, log: Logger): Promise<Certificate> {
  let seen = await stateOf(files);
  const pair = await readPair(files);
  return {
    pair,
    async renewed() {
      const now = await stateOf(files);
      if (now === seen) return undefined;
      seen = now;
      try {
        return await readPair(files);
      } catch (error) {
        log.error('the certificate for mail changed and cannot be used; the one before stays in use', { error });
        return undefined;
      }
    },
  };
}

/** Differs when a file was written or replaced. */
async function stateOf({ cert, key }: TlsFiles): Promise<string> {
  const states = await Promise.all([cert, key].map((file) => stat(file, { bigint: true }).catch(() => undefined)));
  return states.map((state) => (state === undefined ? 'none' : `${state.ino} ${state.size} ${state.mtimeNs}`)).join();
}

async function readPair(files: TlsFiles): Promise<KeyPair> {
  const pair = { cert: await read(files.cert), key: await read(files.key) };
  try {
    createSecureContext(pair);
  } catch (cause) {
    throw unusable(`${files.cert} and ${files.key} are no certificate with its key`, cause);
  }
  return pair;
}

async function read(file: string): Promise<string> {
  try {
    return await readFile(file, 'utf8');
  } catch (error) {
    throw unusable(fileSentence(file, 'read', error), error);
  }
}

const unusable = (sentence: string, cause: unknown): Fault =>
  new Fault(sentence, {
    ...{ code: 'intake.certificate', retryable: false, scope: 'channel', cause },
    remedy: 'Set intake.smtp.tls to the certificate and its key.',
  });
