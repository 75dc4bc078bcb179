import { hash, timingSafeEqual } from 'node:crypto';

const digest = (text: string): Buffer => hash('sha256', text, 'buffer');

/** Compares in constant time: digests of equal length are held against each other, so the time says nothing about either. */
export const sameText = (one: string, other: string): boolean => timingSafeEqual(digest(one), digest(other));
