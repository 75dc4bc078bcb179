/*
 * Insides of classes of a regular expression: each user adds what else it means.
 */

/**
 * What copying, some keyboards and people who want to mislead put into a text unseen: zero-width signs, soft hyphens, marks and
 * overrides of direction. Without the joiners.
 */
export const invisible = String.raw`\u00ad\u034f\u061c\u180e\u200b\u200e\u200f\u202a-\u202e\u2060-\u2064\u2066-\u206f\ufeff`;

/** Invisible too, but Persian and emoji need them. */
export const joiners = String.raw`\u200c\u200d`;
