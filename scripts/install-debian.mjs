import { existsSync, mkdirSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { DEBIAN_PACKAGE, findPart } from './parts.mjs';
import { run, runPatiently } from './run-shown.mjs';

const POLICY = '/usr/sbin/policy-rc.d';
const CREATE_CLUSTER = '/etc/postgresql-common/createcluster.d/porter.conf';

/**
 * Installs the Debian packages of those parts that are missing. None of them may start a service or create a database cluster.
 *
 * @param {readonly string[]} parts parts that come as no Debian package are left out
 * @param {readonly string[]} again arguments of Node by which sudo, where CI is set, runs this as root
 */
export function installDebian(parts, again) {
  const missing = parts.filter((part) => Object.hasOwn(DEBIAN_PACKAGE, part) && findPart(part) === undefined);
  if (missing.length === 0) return;
  const isRoot = process.getuid?.() === 0;
  if (!existsSync('/usr/bin/apt-get') || !(isRoot || process.env.CI)) return;
  if (!isRoot) {
    run('Debian packages by sudo', 'sudo', ['-n', process.execPath, ...again]);
    return;
  }
  // Error-Mode=any, because otherwise apt-get only warns when it cannot fetch a list.
  const settings = ['DPkg::Lock::Timeout=120', 'Dpkg::Use-Pty=0', 'Acquire::Retries=3', 'APT::Update::Error-Mode=any'];
  const apt = (what, ...args) =>
    runPatiently(what, 'apt-get', ['-qq', ...settings.flatMap((setting) => ['-o', setting]), ...args], {
      env: { ...process.env, DEBIAN_FRONTEND: 'noninteractive' },
    });
  const names = missing.map((part) => DEBIAN_PACKAGE[part]);
  const putBack = withoutServices();
  try {
    apt('the list of Debian packages', 'update');
    apt(`Debian packages: ${names.join(', ')}`, '-y', '--no-install-recommends', 'install', ...names);
  } finally {
    putBack();
  }
}

/** Installs a policy that keeps packages from starting services. Returns a function that restores what was there before. */
function withoutServices() {
  const kept = `${POLICY}.before-porter`;
  if (existsSync(POLICY) && !existsSync(kept)) renameSync(POLICY, kept);
  writeFileSync(POLICY, '#!/bin/sh\nexit 101\n', { mode: 0o755 });
  const madeConfig = !existsSync(CREATE_CLUSTER);
  if (madeConfig) {
    mkdirSync(path.dirname(CREATE_CLUSTER), { recursive: true });
    writeFileSync(CREATE_CLUSTER, 'create_main_cluster = false\n');
  }
  return () => {
    rmSync(POLICY, { force: true });
    if (existsSync(kept)) renameSync(kept, POLICY);
    if (madeConfig) rmSync(CREATE_CLUSTER, { force: true });
  };
}
