/** bcrypt, as Synapse uses it, ignores all bytes after these. */
export const MOST_PASSWORD_BYTES = 72;

/** UTF-16 units: 1,000 characters, each written with a letter and a few marks. Nobody's password is longer. */
const LONGEST = 4_000;

/**
 * The one form of a password that is compared, checked and given to the homeserver. Two keyboards may send the same visible text
 * as different bytes, and normalising makes them equal (RFC 8265, NIST SP 800-63B 5.1.1.2); Synapse compares this form too.
 * Spaces are kept. Text longer than 4,000 UTF-16 units is not normalised: it will be refused anyway, and ordering a flood of
 * combining marks takes time that grows with the square of their number.
 */
export const passwordForm = (typed: string): string => {
  const wellFormed = typed.toWellFormed();
  return wellFormed.length > LONGEST ? wellFormed : wellFormed.normalize('NFKC');
};
