/**
 * The one launcher: `node scripts/node.mjs [node options] file.ts [arguments]`.
 *
 * Starts on Node 20 or 24, runs the file on the project's own Node with the TypeScript loader, from any folder, and passes
 * arguments, signals and the exit code through. A file that is not in the working directory is looked for in the repository.
 */
import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import path from 'node:path';
import { launch, NO_NODE, ROOT } from './launch.mjs';

const args = process.argv.slice(2).map((arg) => {
  const inRepository = path.join(ROOT, arg);
  return /\.(ts|tsx|mjs)$/.test(arg) && !existsSync(arg) && existsSync(inRepository) ? inRepository : arg;
});

const command = launch(args);
if (command === undefined) {
  console.error(NO_NODE);
  process.exit(2);
}

const child = spawn(command.file, command.args, { stdio: 'inherit', env: command.env });
for (const signal of ['SIGTERM', 'SIGHUP', 'SIGINT', 'SIGUSR1', 'SIGUSR2']) {
  process.on(signal, () => {
    // A terminal sends Ctrl-C to the whole process group, so passing it on would deliver it twice.
    if (signal === 'SIGINT' && process.stdin.isTTY) return;
    child.kill(signal);
  });
}
child.on('error', (error) => {
  console.error(`Node could not be started: ${error.message}`);
  process.exit(2);
});
child.on('exit', (code, signal) => {
  if (signal === null) process.exit(code ?? 1);
  process.removeAllListeners(signal);
  process.kill(process.pid, signal);
});
