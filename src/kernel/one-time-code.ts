/** Digits of a code that a person reads in a message and types into a page. */
export const CODE_DIGITS = 8;

/** As people read it aloud: `1234 5678`. */
export const spacedCode = (code: string): string => `${code.slice(0, CODE_DIGITS / 2)} ${code.slice(CODE_DIGITS / 2)}`;

/**
 * Returns the digits of what was typed, or undefined if it cannot be a code at all: a typing mistake, not a guess.
 *
 * Spaces and hyphens of any kind are skipped, digits of any script are read (a Persian keyboard types ۱۲۳).
 */
export function parseCode(typed: string): string | undefined {
  if (typed.length > 100) return undefined;
  const digits = typed.replace(/[\s\p{Pd}\p{Cf}.]/gu, '').replace(/\p{Nd}/gu, (digit) => String(digitValue(digit)));
  return /^[0-9]{8}$/.test(digits) && digits.length === CODE_DIGITS ? digits : undefined;
}

/** Decimal digits stand in blocks of ten, zero first (Unicode, section 4.6). */
function digitValue(digit: string): number {
  let point = digit.codePointAt(0) ?? 0;
  // Only the blocks of mathematical digits touch each other: they begin at 1D7CE.
  if (point >= 0x1d7ce && point <= 0x1d7ff) return (point - 0x1d7ce) % 10;
  let value = 0;
  while (value < 9 && /\p{Nd}/u.test(String.fromCodePoint(point - 1))) {
    point -= 1;
    value += 1;
  }
  return value;
}
