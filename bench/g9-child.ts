/** `g9-child.ts DATABASE`: see `tellMemory`. */
import { tellMemory } from './waiting-child.ts';

await tellMemory(process.argv[2] ?? '', 'bench');
