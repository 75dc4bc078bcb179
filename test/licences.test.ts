import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { test } from 'node:test';
import { ROOT } from '../scripts/launch.mjs';

const ALLOWED = new Set([
  ...[
    'MIT',
    'MIT-0',
    'ISC',
    'Apache-2.0',
    'BSD-2-Clause',
    'BSD-3-Clause',
    '0BSD',
    'BlueOak-1.0.0',
    'Unlicense',
    'Python-2.0',
  ],
]);

const SASL = 'MIT by the LICENSE file in the package; the manifest names none that npm reads; comes with @xmpp/client';

/** Packages whose manifest does not simply name an allowed licence, with why they may stay. By name and exact version. */
const EXCEPTIONS: Readonly<Record<string, string>> = {
  'json-schema@0.4.0':
    'AFL-2.1 or BSD-3-Clause at our choice: we take BSD-3-Clause; comes with request, through the Matrix SDK',
  'sasl-anonymous@0.1.0': SASL,
  'sasl-plain@0.1.0': SASL,
  'saslmechanisms@0.1.1': SASL,
};

interface Locked {
  readonly version?: string;
  readonly license?: string;
  readonly dev?: boolean;
  readonly link?: boolean;
}

const lock = JSON.parse(readFileSync(path.join(ROOT, 'package-lock.json'), 'utf8')) as {
  packages: Record<string, Locked>;
};
const installed = Object.entries(lock.packages)
  .filter(([place]) => place !== '')
  .map(([place, locked]) => ({ ...locked, id: `${place.replace(/^.*node_modules\//, '')}@${locked.version}` }));
/** What somebody gets who installs Porter: nothing that only developers need. */
const runtime = installed.filter(({ dev }) => !dev);

test('every package of the default install has a licence that is allowed, or is listed with a reason', () => {
  const wrong = runtime
    .filter(({ id, license }) => !ALLOWED.has(license ?? 'none') && EXCEPTIONS[id] === undefined)
    .map(({ id, license }) => `${id}: ${license ?? 'names no licence'}`);
  assert.deepEqual(wrong, []);
});

test('every exception is still needed', () => {
  const ids = new Set(runtime.map(({ id }) => id));
  assert.deepEqual(
    Object.keys(EXCEPTIONS).filter((id) => !ids.has(id)),
    [],
  );
});

test('no GPL or AGPL anywhere, tools included', () => {
  const wrong = installed
    .filter(({ license }) => /\bA?GPL/.test(license ?? ''))
    .map(({ id, license }) => `${id}: ${license}`);
  assert.deepEqual(wrong, []);
});
