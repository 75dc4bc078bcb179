import { availableParallelism } from 'node:os';
import { hash, verify } from '@node-rs/argon2';
import { concurrently } from './concurrently.ts';
import { openHttpSide } from './http-side.ts';
import { BENCH_ARGON2, BENCH_PASSWORD } from './identity.ts';
import type { Measure } from './ratio.ts';

const request = {
  method: 'POST',
  headers: { 'content-type': 'application/json' },
  body: JSON.stringify({ user: { id: '@user0:example.org', password: BENCH_PASSWORD } }),
} as const;

export const measure: Measure = {
  name: 'password check over HTTP, 50 connections; raw argon2id, as many at once as cores',
  kind: 'rate',
  budget: 0.9,
  async open() {
    const path = '/_matrix-internal/identity/v1/check_credentials';
    const porter = await openHttpSide('identity.ts', path, '"success":true', request);
    const { memoryMiB, passes } = BENCH_ARGON2;
    const known = await hash(BENCH_PASSWORD, { memoryCost: memoryMiB * 1024, timeCost: passes, parallelism: 1 });
    return {
      porter: porter.work,
      limit: (count) =>
        concurrently(count, availableParallelism(), async () => void (await verify(known, BENCH_PASSWORD))),
      [Symbol.asyncDispose]: () => porter[Symbol.asyncDispose](),
    };
  },
};
