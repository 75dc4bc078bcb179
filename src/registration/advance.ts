import type { Outcome } from '../kernel/outcome.ts';
import type { Application } from './application.ts';
import type { Command, MoveRefusal } from './rules/command.ts';

export type AdvanceRefusal =
  | MoveRefusal
  | 'unknown-application'
  | 'changed-meanwhile'
  | 'name-claimed'
  | 'address-claimed'
  | 'link-used';

/** The only way an application moves; page, reaction, command, command line and clock all call it. */
export type Advance = (applicationId: string, command: Command) => Promise<Outcome<Application, AdvanceRefusal>>;
