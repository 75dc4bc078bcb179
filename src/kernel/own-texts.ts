/** A text of the operator's, cleaned, or the address where it stands. */
export type OwnText =
  | { readonly kind: 'text'; readonly text: string }
  /** `https:`, `http:` or `mailto:`. */
  | { readonly kind: 'link'; readonly url: string };

/** One text for everybody (`language` is undefined), or one for each language, in the order of the configuration. */
export type OwnTexts = readonly { readonly language: string | undefined; readonly text: OwnText }[];

/** One web address in a text, without the sign that ends a sentence. */
export const webAddress = /(https?:\/\/[^\s<>"]*[^\s<>"'.,;:!?)\]])/;

/** The web addresses that people can follow from it. */
export const linksOfOwnText = (own: OwnText): readonly string[] =>
  own.kind === 'link'
    ? [own.url].filter((url) => /^https?:/.test(url))
    : (own.text.match(new RegExp(webAddress, 'g')) ?? []);

/** The texts that an operator may have to show, by the names that the configuration and the pages' paths use. */
export const legalNames = ['terms', 'rules', 'privacy', 'imprint'] as const;
export type LegalName = (typeof legalNames)[number];

/** Returns the text in this language, else the one for everybody, else the first. */
export function ownTextIn(texts: OwnTexts, language: string): OwnTexts[number] | undefined {
  return texts.find((one) => one.language === language) ?? texts.find((one) => one.language === undefined) ?? texts[0];
}

/** What of it an operator has given. */
export type OwnPages = Readonly<Partial<Record<LegalName | 'contact', OwnTexts>>>;
