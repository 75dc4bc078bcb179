import { fileSentence } from '../../../kernel/file-trouble.ts';
import { codeOf, isUnsafe, remedyUnreachable, whyUnreachable } from '../../../kernel/why-unreachable.ts';

/** Why PostgreSQL cannot be used, in words. */
export interface PostgresTrouble {
  /** `refused`: the server answered. `unsafe`: no safe connection. `file`: a file that the address names. `away`: the rest. */
  readonly kind: 'refused' | 'unsafe' | 'file' | 'away';
  /** Goes on in brackets or after a colon. */
  readonly why: string;
  readonly remedy: string;
}

interface Meaning {
  readonly why: string;
  readonly remedy?: string;
}

/** What PostgreSQL says by its codes (its documentation, appendix A). */
const meanings: Readonly<Record<string, Meaning>> = {
  '28P01': { why: 'wrong user or password' },
  '28000': { why: 'pg_hba.conf has no line for it, or there is no such user' },
  '3D000': { why: 'there is no such database' },
  '42501': {
    why: 'this user may not do that',
    remedy: "Give the database to Porter's user: alter database … owner to …",
  },
  '53100': { why: 'its disk is full', remedy: 'Make room on the disk of the PostgreSQL server.' },
  '53300': {
    why: 'too many connections',
    remedy: 'Porter needs ten: raise max_connections of the server, or end other programs that are connected.',
  },
  '25006': {
    why: 'it is read-only, as a standby is',
    remedy: 'Name the server that takes writes in storage.postgres and restart Porter.',
  },
  '57P01': { why: 'it was stopped', remedy: 'Start it; Porter goes on by itself.' },
  '57P02': { why: 'it crashed', remedy: "Look at the server's log; Porter goes on once it runs again." },
  '57P03': { why: 'it is starting up or stopping', remedy: 'Wait until it runs; Porter goes on by itself.' },
  '57014': { why: 'it took too long', remedy: "Look at the server's load and log: a statement took over 30 seconds." },
};

const REFUSED = "Look at storage.postgres in the configuration and at the server's log.";
const AWAY = 'Start it, or correct storage.postgres.';
/** `pg` has no code for this one. */
const NO_TLS = /does not support SSL/i;

/**
 * Says what an error of `pg` means, and what to do. Only codes are read, because messages may hold names and credentials.
 *
 * @param host where the server is asked, for the sentences; '' for a socket
 */
export function postgresTrouble(error: unknown, host: string): PostgresTrouble {
  const code = codeOf(error);
  if (code !== undefined && /^(?=.*\d)[0-9A-Z]{5}$/.test(code)) {
    const { why, remedy = REFUSED } = (Object.hasOwn(meanings, code) ? meanings[code] : undefined) ?? { why: code };
    return { kind: 'refused', why, remedy };
  }
  const { message = '', syscall, path } = (error ?? {}) as NodeJS.ErrnoException;
  if (syscall === 'open' && path !== undefined) {
    const why = `the file ${fileSentence(path, 'read', error)}`;
    return { kind: 'file', why, remedy: 'Correct sslrootcert, sslcert and sslkey in storage.postgres.' };
  }
  if (NO_TLS.test(message)) {
    const remedy = 'Switch it on there (ssl = on), or leave sslmode out of storage.postgres where the way is safe.';
    return { kind: 'unsafe', why: 'it offers no TLS', remedy };
  }
  // Without a code: the time limit of the pool, or a connection that ended while it was made.
  const known = code ?? (/timeout/i.test(message) ? 'ETIMEDOUT' : '');
  return {
    kind: isUnsafe(known) ? 'unsafe' : 'away',
    why: whyUnreachable(known) ?? (known || 'no answer'),
    remedy: remedyUnreachable(known, host, 'porter') ?? AWAY,
  };
}

/** No TLS, or a certificate that nobody trusts: it needs a person, and is no bug. */
export const isUnsafeForPostgres = (error: Error): boolean =>
  isUnsafe(codeOf(error) ?? '') || NO_TLS.test(error.message);
