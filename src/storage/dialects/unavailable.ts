import { Fault } from '../../kernel/fault.ts';

/** The fault of every database that cannot be used at the moment. Reads and writes may work again without a restart. */
export function unavailable(message: string, cause: unknown, remedy?: string): Fault {
  return new Fault(message, {
    code: 'storage.unavailable',
    retryable: true,
    scope: 'channel',
    place: 'storage',
    cause,
    ...(remedy === undefined ? {} : { remedy }),
  });
}
