/**
 * Decodes the encoded words of RFC 2047 in a header (`=?UTF-8?B?…?=`), wherever they stand. Words that cannot be decoded stay as they
 * are. White space between two of them is not part of the text (section 6.2).
 */
export function decodeWords(text: string): string {
  return text
    .replace(/(\?=)\s+(?==\?)/g, '$1')
    .replace(
      /=\?([\w-]{1,40})(?:\*[\w-]{1,40})?\?([bq])\?([^?\s]*)\?=/gi,
      (word: string, charset: string, kind: string, coded: string) => {
        const bytes = kind.toLowerCase() === 'b' ? Buffer.from(coded, 'base64') : quotedBytes(coded);
        try {
          return new TextDecoder(charset, { fatal: true }).decode(bytes);
        } catch {
          return word;
        }
      },
    );
}

/** The Q encoding, section 4.2: `_` is a blank. */
const quotedBytes = (coded: string): Buffer =>
  Buffer.from(
    coded
      .replaceAll('_', ' ')
      .replace(/=([0-9A-F]{2})/gi, (_all, hex: string) => String.fromCharCode(Number.parseInt(hex, 16))),
    'latin1',
  );
