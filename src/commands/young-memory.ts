import { setFlagsFromString } from 'node:v8';

/**
 * Loading the program creates a lot of garbage. From that V8 would conclude that short-lived objects need much space, and reserve
 * 32 MB that it never gives back, although the program is idle most of the time. Until `letYoungMemoryGrow` that space stays
 * small.
 */
export const keepYoungMemorySmall = (): void => setFlagsFromString('--semi-space-growth-factor=1');

/** From now on the space grows with the work again (V8's default). */
export const letYoungMemoryGrow = (): void => setFlagsFromString('--semi-space-growth-factor=2');
