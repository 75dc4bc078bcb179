/** `npm run bench [-- ids … --all --write --json]`, or `npm run bench -- --beside FOLDER ids …`; see docs/performance.md. */
import { runPrepared } from './run-prepared.mjs';

await runPrepared('bench', 'bench/run.ts', process.argv.slice(2));
