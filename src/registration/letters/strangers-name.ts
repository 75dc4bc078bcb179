import { inert } from '../team/inert.ts';

/** User IDs have at most 255 bytes. */
const LONGEST = 255;

/**
 * The user ID that somebody wishes, for a letter to an address that nobody has proved: whoever typed that address chose the
 * name as well, and no mail program makes a link of it. Once the address is proved, the reader wished it himself.
 */
export const strangersName = (userId: string): string => inert(userId, LONGEST);
