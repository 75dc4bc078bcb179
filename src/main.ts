#!/usr/bin/env node
// Nothing is imported before the version is known: on Node 20 the database's native part would end the process without a word.
const wanted = 24;
if (Number(process.versions.node.split('.')[0]) < wanted) {
  process.stderr.write(
    `Porter needs Node ${wanted} or newer and this is Node ${process.versions.node}: ` +
      'install it from https://nodejs.org/en/download (Debian 12 and Ubuntu 24.04 ship older ones), then run this again.\n',
  );
  process.exitCode = 2;
} else {
  const { runPorter } = await import('./commands/program.ts');
  process.exitCode = await runPorter(process.argv.slice(2));
}

export {};
