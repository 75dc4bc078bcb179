import { parseEmailAddress } from '../../kernel/email-address.ts';
import type { ReadAddress } from '../../ports/channel.ts';

/** Reads `ops@example.org`; a `mailto:` in front and blanks around it do not matter. */
export const readEmailAddress: ReadAddress = (text) => {
  const address = parseEmailAddress(text.trim().replace(/^mailto:/i, ''));
  return address === undefined
    ? { ok: false, sentence: 'must be a mail address such as ops@example.org' }
    : { ok: true, address };
};
