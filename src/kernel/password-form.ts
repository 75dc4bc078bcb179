/**
 * The one form of a password that is compared, judged and handed to the homeserver: what looks the same on two keyboards must be the
 * same bytes (RFC 8265, NIST SP 800-63B 5.1.1.2), and Synapse compares this form too. Spaces stay.
 */
export const passwordForm = (typed: string): string => typed.toWellFormed().normalize('NFKC');
