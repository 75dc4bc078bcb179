/** What a homeserver asks of every password beside Porter's own judgement. */
export interface PasswordPolicy {
  /** Fewest characters; 0: any number. */
  readonly least: number;
  /** Kinds of characters of which one must be there. */
  readonly kinds: readonly CharacterKind[];
}

/** Only letters without accents count as letters; everything that is neither such a letter nor a digit is a symbol. */
export type CharacterKind = 'digit' | 'symbol' | 'lowercase' | 'uppercase';

/** In the order in which pages name them. */
export const characterKinds: readonly CharacterKind[] = ['digit', 'symbol', 'lowercase', 'uppercase'];
