/**
 * The programs that tests and the demo need besides npm packages: where to find each one, and the sentence that says how to get a
 * missing one. Plain JavaScript without dependencies, because `prepare.mjs` (on Node 20) and the tests read the same list.
 */
import { existsSync, readdirSync } from 'node:fs';
import path from 'node:path';
import { ROOT } from './launch.mjs';

export const CACHE = path.join(ROOT, '.cache');
export const SYNAPSE_HOME = path.join(CACHE, 'synapse');
/** Written last, so a virtual environment without it is incomplete. */
export const SYNAPSE_STAMP = path.join(SYNAPSE_HOME, 'porter-stamp');

/** A virtual environment with clients whose servers Porter stands in for. */
export const PUBLISHERS_HOME = path.join(CACHE, 'publishers');
export const PUBLISHERS_STAMP = path.join(PUBLISHERS_HOME, 'porter-stamp');

/** Another client of that kind, which `go install` puts into a folder of its version. */
const SHOUTRRR_VERSION = '0.13.2';
export const SHOUTRRR_MODULE = `github.com/nicholas-fedor/shoutrrr/shoutrrr@v${SHOUTRRR_VERSION}`;
export const SHOUTRRR_HOME = path.join(CACHE, `shoutrrr-${SHOUTRRR_VERSION}`);

/** Programs of Debian packages that are only unpacked, because packages exclude each other: a folder of its own for each. */
export const UNPACKED_HOME = path.join(CACHE, 'unpacked');

const POSTGRES_HOME = '/usr/lib/postgresql';

function first(...files) {
  return files.find((file) => file && existsSync(file));
}

/** The folder of PostgreSQL's programs: Debian's folders, newest version first, then the folders on the path. */
function postgresFolder() {
  const versions = existsSync(POSTGRES_HOME) ? readdirSync(POSTGRES_HOME) : [];
  const debian = versions
    .sort((a, b) => Number(b) - Number(a))
    .map((version) => path.join(POSTGRES_HOME, version, 'bin'));
  const onPath = (process.env.PATH ?? '').split(path.delimiter);
  return [...debian, ...onPath].find(
    (folder) => existsSync(path.join(folder, 'initdb')) && existsSync(path.join(folder, 'postgres')),
  );
}

/** The folder that Erlang finds ejabberd and its libraries in: Debian keeps it by the machine's kind. */
function ejabberdFolder() {
  if (!existsSync('/usr/bin/erl')) return undefined;
  return readdirSync('/usr/lib')
    .filter((name) => name.includes('-linux-'))
    .map((name) => path.join('/usr/lib', name))
    .find((folder) => readdirSync(folder).some((name) => name.startsWith('ejabberd-')));
}

/** Each finder returns the path of the program (PostgreSQL and ejabberd: the folder of its programs; nio: a Python that has it), or undefined. */
const finders = {
  synapse: () => (existsSync(SYNAPSE_STAMP) ? first(path.join(SYNAPSE_HOME, 'bin', 'python')) : undefined),
  apprise: () => (existsSync(PUBLISHERS_STAMP) ? first(path.join(PUBLISHERS_HOME, 'bin', 'apprise')) : undefined),
  nio: () => (existsSync(PUBLISHERS_STAMP) ? first(path.join(PUBLISHERS_HOME, 'bin', 'python')) : undefined),
  shoutrrr: () => first(path.join(SHOUTRRR_HOME, 'shoutrrr')),
  chromium: () =>
    first(process.env.PORTER_TEST_CHROMIUM, '/usr/bin/chromium', '/usr/bin/chromium-browser', '/usr/bin/google-chrome'),
  prosody: () => first('/usr/bin/prosody', '/usr/local/bin/prosody'),
  ejabberd: ejabberdFolder,
  postgres: postgresFolder,
  alertmanager: () => first('/usr/bin/prometheus-alertmanager'),
  postfix: () => first(path.join(UNPACKED_HOME, 'postfix', 'usr/lib/postfix/sbin/master')),
  opensmtpd: () => first(path.join(UNPACKED_HOME, 'opensmtpd', 'usr/sbin/smtpd')),
  mariadb: () => first(path.join(UNPACKED_HOME, 'mariadb', 'usr/sbin/mariadbd')),
  promtool: () => first('/usr/bin/promtool'),
  nginx: () => first('/usr/sbin/nginx', '/usr/bin/nginx', '/usr/local/bin/nginx'),
};

const unpacked = (name) =>
  `${name} is not unpacked under .cache: run "node scripts/prepare.mjs --for long" (needs apt-get and dpkg).`;
const apt = (name) => `run "sudo apt-get install --no-install-recommends ${name}" or "sudo node scripts/prepare.mjs"`;

export const HOW_TO_GET = {
  synapse:
    'Synapse is not installed under .cache: run "node scripts/prepare.mjs --for demo" (needs python3 with venv).',
  apprise: 'Apprise is not installed under .cache: run "node scripts/prepare.mjs" (needs python3 with venv).',
  nio: 'matrix-nio is not installed under .cache: run "node scripts/prepare.mjs" (needs python3 with venv).',
  shoutrrr: 'shoutrrr is not installed under .cache: run "node scripts/prepare.mjs" (needs Go, as the command go).',
  chromium: `Chromium is not installed: ${apt('chromium')}.`,
  prosody: `Prosody is not installed: ${apt('prosody')}.`,
  ejabberd: `ejabberd is not installed: ${apt('ejabberd')}.`,
  postgres: `PostgreSQL is not installed: ${apt('postgresql')}.`,
  alertmanager: `Alertmanager is not installed: ${apt('prometheus-alertmanager')}.`,
  postfix: unpacked('Postfix'),
  opensmtpd: unpacked('OpenSMTPD'),
  mariadb: unpacked('MariaDB'),
  promtool: `promtool, which comes with Prometheus, is not installed: ${apt('prometheus')}.`,
  nginx: `nginx is not installed: ${apt('nginx-light')}.`,
};

/** Parts that are only unpacked, with the Debian packages of each. */
export const UNPACKED = {
  postfix: ['postfix'],
  opensmtpd: ['opensmtpd'],
  mariadb: ['mariadb-server-core', 'libaio1', 'liburing2'],
};

export const DEBIAN_PACKAGE = {
  chromium: 'chromium',
  prosody: 'prosody',
  ejabberd: 'ejabberd',
  postgres: 'postgresql',
  alertmanager: 'prometheus-alertmanager',
  promtool: 'prometheus',
  nginx: 'nginx-light',
};

export function findPart(name) {
  return finders[name]();
}
