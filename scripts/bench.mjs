/** `npm run bench [-- ids … --all --write]`. */
import { runPrepared } from './run-prepared.mjs';

await runPrepared('bench', 'bench/run.ts', process.argv.slice(2));
