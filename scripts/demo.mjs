/** `npm run demo`, `npm run demo -- --once`. */
import { runPrepared } from './run-prepared.mjs';

await runPrepared('demo', 'demo/demo.ts', process.argv.slice(2));
