import { type CheckLine, warn } from '../../kernel/check-line.ts';
import type { Secret } from '../../kernel/secret.ts';

export interface Guard {
  /** The part that it guards, as lines of `porter check` begin. */
  readonly part: string;
  /** Dotted key in the configuration. */
  readonly key: string;
  readonly secret: Secret | undefined;
  /** Bytes. A shorter one can be found by trying over the network. */
  readonly shortest: number;
}

/** Warns of a secret that is so short that it can be guessed. */
export function guessable({ part, key, secret, shortest }: Guard): readonly CheckLine[] {
  const length = secret === undefined ? shortest : Buffer.byteLength(secret.reveal().trim());
  if (length >= shortest) return [];
  return [
    warn(part, {
      code: `${part}.weak-guard`,
      sentence: `${key} has ${length} byte${length === 1 ? '' : 's'}: it can be guessed.`,
      remedy: 'Make one with `openssl rand -hex 32`.',
    }),
  ];
}
