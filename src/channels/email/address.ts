import { parseEmailAddress } from '../../kernel/email-address.ts';
import type { ReadAddress } from '../../ports/channel.ts';

/** Reads what stands behind `email:`. */
export const readEmailAddress: ReadAddress = (text) => {
  const address = parseEmailAddress(text.trim());
  return address === undefined
    ? { ok: false, sentence: 'must be a mail address such as ops@example.org' }
    : { ok: true, address };
};
