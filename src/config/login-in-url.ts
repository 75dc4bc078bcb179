/** Said of user and password whose percent signs are no UTF-8, or stand for a control character. */
export const UNREADABLE = 'holds "%" signs that stand for no text';

/** The signs of `user:password` that mean something else in an address (RFC 3986, 3.2.1), each once. */
export const strangeSigns = (login: string): readonly string[] => [
  ...new Set(login.match(/[^A-Za-z0-9\-._~!$&'()*+,;=:%]|%(?![0-9a-f]{2})/gi)),
];

/** What is wrong with such signs, and the list `@ as %40, # as %23`; '' if none of them can be shown. */
export function strangeInWords(signs: readonly string[]): { readonly sentence: string; readonly coded: string } {
  const shown = signs.filter((sign) => /^[\x21-\x7e]$/.test(sign));
  const them = shown.length === 0 ? 'a sign that' : `${shown.map((sign) => `"${sign}"`).join(', ')}, which`;
  return {
    sentence: `holds ${them} cannot stand in user or password as it is`,
    coded: shown.map((sign) => `${sign} as ${percent(sign)}`).join(', '),
  };
}

const percent = (sign: string): string => `%${sign.charCodeAt(0).toString(16).toUpperCase().padStart(2, '0')}`;

/** Undefined if it holds bytes that are no UTF-8, or a control character. */
export function decodeLogin(coded: string): string | undefined {
  try {
    const plain = decodeURIComponent(coded);
    return /[\u0000-\u001f\u007f]/.test(plain) ? undefined : plain;
  } catch {
    return undefined;
  }
}
