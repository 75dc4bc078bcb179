import type { NewJob } from '../../outbox/job.ts';
import type { ShownMessage } from '../rules/incident.ts';

/** The messages that tell of incidents which go on. Every call throws `Fault` (`storage.unavailable`). */
export interface ShownMessages {
  /** The messages of an incident at an address, oldest first. @param name as `shownUnder` gives it */
  find(name: string): Promise<readonly ShownMessage[]>;
  /**
   * Keeps these messages in place of those before, oldest first, and adds the jobs in the same commit.
   *
   * @param also `at`: epoch milliseconds
   */
  keep(
    name: string,
    messages: readonly ShownMessage[],
    also?: { readonly jobs: readonly NewJob[]; readonly at: number },
  ): Promise<void>;
}
