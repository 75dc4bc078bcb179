import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';

export interface KeyPair {
  readonly key: string;
  readonly cert: string;
}

export interface Authority {
  /** Its own certificate, which whoever trusts it must have. */
  readonly cert: string;
  /** @param days how long it is valid from now; negative: it ended as long ago @param more further names */
  issue(name: string, days: number, ...more: readonly string[]): KeyPair;
}

/** An authority of one's own, by the command `openssl` (see `needsOpenssl`). Its files are gone at once. */
export function makeAuthority(): Authority {
  const own = inFolder((at) => {
    const about = ['-subj', '/CN=Authority of a test', '-keyout', at('key'), '-out', at('cert')];
    openssl('req', '-x509', ...NEW_KEY, '-days', '2', ...about);
    return { key: readFileSync(at('key'), 'utf8'), cert: readFileSync(at('cert'), 'utf8') };
  });
  return {
    cert: own.cert,
    issue: (name, days, ...more) =>
      inFolder((at) => {
        writeFileSync(at('ca.key'), own.key, { mode: 0o600 });
        writeFileSync(at('ca.cert'), own.cert);
        writeFileSync(at('names'), `subjectAltName=${[name, ...more].map((one) => `DNS:${one}`).join(',')}\n`);
        openssl('req', ...NEW_KEY, '-subj', `/CN=${name}`, '-keyout', at('key'), '-out', at('request'));
        const by = ['-CA', at('ca.cert'), '-CAkey', at('ca.key'), '-CAcreateserial', '-extfile', at('names')];
        openssl('x509', '-req', '-in', at('request'), ...by, '-days', String(days), '-out', at('cert'));
        return { key: readFileSync(at('key'), 'utf8'), cert: readFileSync(at('cert'), 'utf8') };
      }),
  };
}

const NEW_KEY = ['-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:P-256', '-nodes'];
const openssl = (...args: readonly string[]) => execFileSync('openssl', args, { stdio: 'ignore' });

function inFolder<Result>(work: (at: (name: string) => string) => Result): Result {
  const folder = mkdtempSync(path.join(tmpdir(), 'porter-authority-'));
  try {
    return work((name) => path.join(folder, name));
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}
