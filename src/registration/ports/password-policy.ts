/** What a homeserver asks of every password beside Porter's own judgement. */
export interface PasswordPolicy {
  /** Fewest characters; 0: any number. */
  readonly least: number;
  /** Kinds of characters of which one must be there. */
  readonly kinds: readonly CharacterKind[];
}

/** Only letters without accents count as letters; everything that is neither such a letter nor a digit is a symbol. */
export type CharacterKind = 'digit' | 'symbol' | 'lowercase' | 'uppercase';

const patterns: Readonly<Record<CharacterKind, RegExp>> = {
  digit: /[0-9]/,
  symbol: /[^a-zA-Z0-9]/,
  lowercase: /[a-z]/,
  uppercase: /[A-Z]/,
};

/** In the order in which pages name them. */
export const characterKinds = Object.keys(patterns) as readonly CharacterKind[];

/** What of the policy a password lacks. @param password in its one form (`passwordForm`) */
export function lackingIn(password: string, { least, kinds }: PasswordPolicy): readonly ('length' | CharacterKind)[] {
  const short = [...password].length < least ? (['length'] as const) : [];
  return [...short, ...kinds.filter((kind) => !patterns[kind].test(password))];
}
