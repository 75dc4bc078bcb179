import { availableParallelism } from 'node:os';
import type { Passwords, Verdict } from '../accounts/ports/passwords.ts';
import { type Clock, SECOND } from '../kernel/clock.ts';
import type { Ids } from '../kernel/ids.ts';
import { ok, refuse } from '../kernel/outcome.ts';
import { passwordForm } from '../kernel/password-form.ts';
import type { Secret } from '../kernel/secret.ts';
import { readHash } from './password-hash.ts';
import { makeWorkQueue } from './work-queue.ts';

/** Code points, once normalised. */
const MOST_CHARACTERS = 1_000;
/** What may wait for its turn, as time. Whoever asks here waits without a limit of their own, and Synapse serves nobody meanwhile. */
const LONGEST_WAIT = 2 * SECOND;
/** Until the first was measured. */
const EXPECTED_MS = 100;
const SALT_BYTES = 16;
const HASH_BYTES = 32;

export interface Argon2Settings {
  readonly memoryMiB: number;
  readonly passes: number;
}

export interface PasswordsNeeds {
  /** Of new hashes. One lane each: several hashes keep the cores busy. */
  readonly argon2: Argon2Settings;
  /** `password_config.pepper` of the Synapse from which bcrypt hashes were taken over; undefined if it had none. */
  readonly bcryptPepper: Secret | undefined;
  readonly clock: Pick<Clock, 'monotonic'>;
  readonly ids: Pick<Ids, 'random'>;
}

/**
 * Passwords as argon2id (RFC 9106) in PHC strings. Hashes by bcrypt that other programs made are checked and never made: only the first
 * 72 bytes count there, as in the program that made them. Loads native code, so it is called only where accounts are kept.
 */
export async function openPasswords({
  argon2: settings,
  bcryptPepper,
  clock,
  ids,
}: PasswordsNeeds): Promise<Passwords> {
  const argon2 = await import('@node-rs/argon2');
  const bcrypt = await import('@node-rs/bcrypt');
  const memoryCost = settings.memoryMiB * 1024;
  const queue = makeWorkQueue({
    ...{ atOnce: availableParallelism(), longestWaitMs: LONGEST_WAIT, expectedMs: EXPECTED_MS, clock },
  });

  const base64 = (bytes: number) => ids.random(bytes).toString('base64').replaceAll('=', '');
  /** Nobody's: of the same form and parameters as real ones, and no password fits. */
  const decoy = `$argon2id$v=19$m=${memoryCost},t=${settings.passes},p=1$${base64(SALT_BYTES)}$${base64(HASH_BYTES)}`;

  /** What a program that made bcrypt hashes may have hashed, likeliest first: Synapse adds its pepper, PHP takes what was typed. */
  function formsForBcrypt(typed: string): readonly string[] {
    const form = passwordForm(typed);
    const peppered = bcryptPepper === undefined ? [] : [form + bcryptPepper.reveal().trim()];
    return [...new Set([...peppered, form, typed])];
  }

  async function fitsBcrypt(typed: string, hash: string): Promise<boolean> {
    for (const form of formsForBcrypt(typed)) if (await bcrypt.verify(form, hash)) return true;
    return false;
  }

  async function check(typed: string, hash: string): Promise<Verdict> {
    const read = readHash(hash);
    if (read === undefined) return 'unreadable';
    if (read.kind === 'bcrypt') return (await fitsBcrypt(typed, hash)) ? 'outdated' : 'wrong';
    if (!(await argon2.verify(hash, passwordForm(typed)))) return 'wrong';
    return read.memoryKiB < memoryCost || read.passes < settings.passes ? 'outdated' : 'right';
  }

  return {
    async hash(typed) {
      if (typed === '') return refuse('empty');
      if (isTooLong(typed)) return refuse('too-long');
      const hash = await queue.run(() =>
        argon2.hash(passwordForm(typed), {
          ...{ memoryCost, timeCost: settings.passes, parallelism: 1, outputLen: HASH_BYTES },
          salt: ids.random(SALT_BYTES),
        }),
      );
      return hash === 'busy' ? refuse('busy') : ok(hash);
    },

    async verify(typed, hash) {
      // Known from what was typed alone, so it tells nothing about the account.
      if (typed === '' || isTooLong(typed)) return 'wrong';
      const verdict = await queue.run(() => check(typed, hash ?? decoy));
      return hash === undefined && verdict !== 'busy' ? 'wrong' : verdict;
    },

    takes: (hash) => readHash(hash) !== undefined,
  };
}

/** Longer text than the longest that is normalised has more than 1,000 characters in any form that somebody types. */
const isTooLong = (typed: string): boolean => {
  const form = passwordForm(typed);
  return form.length > MOST_CHARACTERS && [...form].length > MOST_CHARACTERS;
};
