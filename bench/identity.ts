/** What is used where nothing is configured. */
export const BENCH_ARGON2 = { memoryMiB: 64, passes: 3 } as const;
export const BENCH_PASSWORD = 'Correct-Horse-7';
