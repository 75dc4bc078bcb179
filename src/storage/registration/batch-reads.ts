import { domainOf } from '../../kernel/email-address.ts';
import type { Application } from '../../registration/application.ts';
import type { ApplicationCounts, CapReads } from '../../registration/ports/application-store.ts';
import type { Tx } from '../shared/write.ts';
import { capReads } from './find-applications.ts';

export interface BatchReads extends CapReads {
  /** Counts one that the transaction has just added. */
  add(application: Application): void;
}

/**
 * The reads of the caps for applications that are added in one transaction: what is counted is read once per mail domain, because
 * counting takes longer the more forms came, and counted on from there. Times within one batch are taken as equal.
 */
export function batchReads(tx: Tx): BatchReads {
  const reads = capReads(tx);
  const byDomain = new Map<string, ApplicationCounts>();
  return {
    lettersTo: reads.lettersTo,
    async counts(since, domain) {
      const counts = byDomain.get(domain) ?? (await reads.counts(since, domain));
      byDomain.set(domain, counts);
      return counts;
    },
    add({ email }) {
      const own = domainOf(email);
      for (const [domain, counts] of byDomain) {
        const { unproved, unprovedOfDomain } = counts;
        byDomain.set(domain, {
          ...counts,
          unproved: unproved + 1,
          unprovedOfDomain: unprovedOfDomain + (domain === own ? 1 : 0),
        });
      }
    },
  };
}
