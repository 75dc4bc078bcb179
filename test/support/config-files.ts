import { chmod, mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { TestContext } from 'node:test';
import { parseConfig } from '../../src/app/load-config.ts';
import { printRegistration } from '../../src/config/print-registration.ts';

/** The file that the project promises to take as it stands. */
export const minimal = `homeserver: { url: "http://127.0.0.1:8008", serverName: porter.test }
appservice: { registration: registration.yaml, listen: "127.0.0.1:8482" }
storage: { sqlite: data/porter.db }
secrets: { key: { file: data/porter.key } }
mail: { from: "Porter <porter@porter.test>", smtp: "smtp://127.0.0.1:2525" }
site: { listen: "127.0.0.1:8480", publicUrl: "http://127.0.0.1:8480" }
registration: { room: "#team:porter.test", approvals: 1, declines: 1 }
accounts: { store: synapse }
operations: { listen: "127.0.0.1:8486" }
`;
export const registrationText = printRegistration({
  serverName: 'porter.test',
  url: 'http://127.0.0.1:8482',
  teamAlias: '#team:porter.test',
  asToken: 'a'.repeat(64),
  hsToken: 'b'.repeat(64),
});

/** A folder with the minimal file and what it names, unless told otherwise. */
export async function configFolder(
  t: TestContext,
  files: { config?: string; registration?: string; configMode?: number } = {},
) {
  const folder = await mkdtemp(path.join(tmpdir(), 'porter-config-'));
  t.after(() => rm(folder, { recursive: true }));
  await mkdir(path.join(folder, 'data'));
  await writeFile(path.join(folder, 'config.yaml'), files.config ?? minimal);
  await chmod(path.join(folder, 'config.yaml'), files.configMode ?? 0o644);
  await writeFile(path.join(folder, 'registration.yaml'), files.registration ?? registrationText, { mode: 0o600 });
  await writeFile(path.join(folder, 'data', 'porter.key'), 'k1 anything\n', { mode: 0o600 });
  return { folder, file: path.join(folder, 'config.yaml') };
}

/** Problems as `line:column key sentence`. */
export const told = (text: string, mode = 0o600, env = {}) =>
  parseConfig('config.yaml', text, mode, env)
    .problems.toSorted((a, b) => a.line - b.line)
    .map(({ line, column, key, sentence }) =>
      [`${line}:${column}`, key, sentence].filter((part) => part !== '').join(' '),
    );
/** The minimal file with its key in the environment and one line changed. */
export const withLine = (section: string, line: string) =>
  minimal
    .replace('{ file: data/porter.key }', 'k')
    .split('\n')
    .map((found) => (found.startsWith(`${section}:`) ? line : found))
    .join('\n');
