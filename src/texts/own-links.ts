import { type OwnPages, ownTextIn } from '../kernel/own-texts.ts';
import { type Language, say } from './say.ts';

/** Where one of the operator's texts stands. */
export interface OwnLink {
  readonly name: keyof OwnPages;
  readonly label: string;
  /** The operator's link, or our page with the text. */
  readonly url: string;
}

/**
 * Returns links to these texts, in this order, without those that the operator has not given.
 *
 * @param base what our pages' paths are put behind: '' on a page, the site's address in a letter
 */
export const ownLinks = (
  own: OwnPages,
  names: readonly (keyof OwnPages)[],
  language: Language,
  base: string,
): readonly OwnLink[] =>
  names.flatMap((name) => {
    const found = ownTextIn(own[name] ?? [], language);
    if (found === undefined) return [];
    const url = found.text.kind === 'link' ? found.text.url : `${base}/${name}`;
    return [{ name, label: say(language, `own.${name}`), url }];
  });
