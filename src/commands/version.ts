import { readFileSync } from 'node:fs';
import { type Exit, FINE } from './exit.ts';
import { print, printJson } from './print.ts';

/** The version in `package.json`: two folders up from the sources, one from the bundle. */
function porterVersion(): string {
  for (const candidate of ['../../package.json', '../package.json']) {
    try {
      const found = JSON.parse(readFileSync(new URL(candidate, import.meta.url), 'utf8')) as {
        name?: string;
        version?: string;
      };
      if (found.name === 'matrix-porter' && found.version !== undefined) return found.version;
    } catch {
      // Not there, so try the next one.
    }
  }
  return 'unknown';
}

export async function version({ json }: { readonly json?: boolean }): Promise<Exit> {
  const porter = porterVersion();
  if (json) printJson({ porter, node: process.versions.node });
  else print(`porter ${porter} (Node ${process.versions.node})`);
  return FINE;
}
