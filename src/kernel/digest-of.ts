import { hash } from 'node:crypto';

/** A short name for a text that shows nothing of it: its SHA-256 in hexadecimal digits. No secret: whoever knows the text finds it. */
export const digestOf = (text: string): string => hash('sha256', text);
