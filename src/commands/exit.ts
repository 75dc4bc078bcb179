import { Fault } from '../kernel/fault.ts';

/** Exit codes: 0 fine, 1 warnings or a refused action, 2 wrong use or configuration, 3 the other side is unreachable. */
export type Exit = 0 | 1 | 2 | 3;

export const FINE = 0;
export const REFUSED = 1;
export const WRONG = 2;
export const UNREACHABLE = 3;

/** The exit code for a command that threw, and the sentence for the person who ran it. */
export function exitOf(error: unknown): { readonly exit: Exit; readonly sentence: string } {
  if (error instanceof Fault) {
    const sentence = `${error.message}${error.remedy === undefined ? '.' : `. ${error.remedy}`} (${error.code})`;
    return { exit: error.retryable || error.code.endsWith('.unavailable') ? UNREACHABLE : WRONG, sentence };
  }
  if (error instanceof Error && error.name === 'StorageRefusal') {
    // Its message is written for the operator.
    const { code, remedy } = error as Error & { readonly code?: string; readonly remedy?: string };
    return {
      exit: code === 'unreachable' ? UNREACHABLE : WRONG,
      sentence: [error.message, remedy ?? []].flat().join(' '),
    };
  }
  // Messages of libraries may hold credentials, so only the class and the code are shown (hardening L3).
  const { name = 'Error', code } = (error ?? {}) as { readonly name?: string; readonly code?: unknown };
  const ownLine = error instanceof Error ? error.stack?.match(/\/((?:src|dist)\/[^\s)]+)/)?.[1] : undefined;
  const detail = [name, code, ownLine]
    .filter((part) => typeof part === 'string' || typeof part === 'number')
    .join(', ');
  return { exit: UNREACHABLE, sentence: `Something broke that should not (${detail}).` };
}
