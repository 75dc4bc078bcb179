import path from 'node:path';

/** The command that starts this very program, as absolute paths; when it runs from the sources, by way of the launcher. */
export function ownCommand(): readonly string[] {
  const program = path.resolve(process.argv[1] ?? 'porter');
  if (!program.endsWith('.ts')) return [process.execPath, program];
  return [process.execPath, path.join(path.dirname(program), '..', 'scripts', 'node.mjs'), program];
}
