import { setFlagsFromString } from 'node:v8';

/**
 * Loading the program leaves much garbage behind, by which V8 would judge how much room short-lived objects need: 32 MB that
 * it never gives back, for a program that is mostly at rest. Between these two calls that room does not grow.
 */
export const keepYoungMemorySmall = (): void => setFlagsFromString('--semi-space-growth-factor=1');

/** From now on it grows with the work, as ever (V8's default). */
export const letYoungMemoryGrow = (): void => setFlagsFromString('--semi-space-growth-factor=2');
