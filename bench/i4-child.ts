/** `i4-child.ts DATABASE`: see `tellMemory`. It takes notifications too, which say what was said before, so that they are looked for. */
import { DELIVER } from '../src/notifications/rules/jobs.ts';
import { tellMemory } from './waiting-child.ts';
import { makeFillWaiting } from './waiting-notifications.ts';

await tellMemory(process.argv[2] ?? '', DELIVER, async ({ notifications }) => makeFillWaiting(notifications)(100));
