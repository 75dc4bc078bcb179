import { type Exit, FINE } from './exit.ts';
import { print, printJson } from './print.ts';
import { shippedFile } from './shipped-file.ts';

/** The version in `package.json`. */
function porterVersion(): string {
  const manifest = JSON.parse(shippedFile('package.json') ?? '{}') as { version?: string };
  return manifest.version ?? 'unknown';
}

export async function version({ json }: { readonly json?: boolean }): Promise<Exit> {
  const porter = porterVersion();
  if (json) printJson({ porter, node: process.versions.node });
  else print(`porter ${porter} (Node ${process.versions.node})`);
  return FINE;
}
