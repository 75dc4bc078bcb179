import type { Command } from 'commander';
import type { Exit } from '../exit.ts';

/** Receives the exit code of a command. */
export type Done = (exit: Exit) => void;

/** Adds the options that all commands share which read the configuration. */
export type Configured = (made: Command) => Command;
