import type { Command } from 'commander';
import type { Exit } from '../exit.ts';

/** Takes what the program exits with. */
export type Done = (exit: Exit) => void;

/** Gives a command what all have that read the configuration. */
export type Configured = (made: Command) => Command;
