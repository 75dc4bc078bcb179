import { inert } from '../team/inert.ts';

/** User IDs have at most 255 bytes. */
const LONGEST = 255;

/**
 * The wished user ID in a letter to an address that is not proved. A stranger may have typed both, so no mail program may make a link
 * of the name. Once the address is proved the reader has chosen the name, and it is written as it is.
 */
export const strangersName = (userId: string): string => inert(userId, LONGEST);
