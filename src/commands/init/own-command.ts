import path from 'node:path';

/** How this very program was started; from the sources that is the launcher. */
export function ownCommand(): readonly string[] {
  const program = path.resolve(process.argv[1] ?? 'porter');
  if (!program.endsWith('.ts')) return [process.execPath, program];
  return [process.execPath, path.join(path.dirname(program), '..', 'scripts', 'node.mjs'), program];
}
