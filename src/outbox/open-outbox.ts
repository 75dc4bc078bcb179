import type { Outbox, OutboxNeeds } from './outbox.ts';

/** Starts carrying out jobs. */
export declare function openOutbox(needs: OutboxNeeds): Outbox;
