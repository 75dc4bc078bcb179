import type { OwnLink } from '../own-links.ts';
import type { Language } from '../say.ts';

/** What a letter is made of; the text and the HTML are two renderings of the same sections. */
export type Section =
  | { readonly kind: 'text'; readonly text: string }
  /** A button in HTML and the bare link in both. */
  | { readonly kind: 'button'; readonly label: string; readonly url: string }
  /** Shown large, as `1234 5678`. */
  | { readonly kind: 'code'; readonly label: string; readonly code: string }
  | { readonly kind: 'facts'; readonly facts: readonly { readonly label: string; readonly value: string }[] }
  | {
      readonly kind: 'links';
      readonly label: string;
      /** Without a name the link stands alone. */
      readonly links: readonly { readonly name?: string; readonly url: string }[];
    };

/** Who writes, and in which language. */
export interface Sender {
  readonly language: Language;
  /** The operator's name for the service. */
  readonly title: string;
  /** Base of our pages, no trailing slash. */
  readonly publicUrl: string;
  /** Of the operator's own texts, those that stand below every letter. */
  readonly links: readonly OwnLink[];
  /** Somebody reads replies; the footer says whether. */
  readonly mayReply: boolean;
}

export interface Draft {
  readonly subject: string;
  readonly sections: readonly Section[];
  /** Says what to do when one has not asked for this letter; undefined when only the applicant can read it. */
  readonly notYou?: 'ignore' | 'withdraw';
}

export const text = (sentence: string): Section => ({ kind: 'text', text: sentence });
