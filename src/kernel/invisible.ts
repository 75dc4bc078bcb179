/**
 * What copying, some keyboards and people who want to mislead put into a text unseen: zero-width signs, soft hyphens, marks and
 * overrides of direction. The inside of a class of a regular expression: each user adds what else it means.
 */
export const invisible = String.raw`\u00ad\u034f\u061c\u180e\u200b-\u200f\u202a-\u202e\u2060-\u2064\u2066-\u206f\ufeff`;
