/** UTF-16 units; nobody's password is longer. */
const LONGEST = 512;

/**
 * The one form of a password that is compared, judged and handed to the homeserver: what looks the same on two keyboards must be the
 * same bytes (RFC 8265, NIST SP 800-63B 5.1.1.2), and Synapse compares this form too. Spaces stay. What is longer than 512 UTF-16
 * units stays as it was typed, to be refused: putting a flood of marks in order costs the square of their number.
 */
export const passwordForm = (typed: string): string => {
  const wellFormed = typed.toWellFormed();
  return wellFormed.length > LONGEST ? wellFormed : wellFormed.normalize('NFKC');
};
