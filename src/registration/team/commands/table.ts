import { approve } from './approve.ts';
import { decline } from './decline.ts';
import { event } from './event.ts';
import { help } from './help.ts';
import { list } from './list.ts';
import { reopen } from './reopen.ts';
import { resend } from './resend.ts';
import { show } from './show.ts';
import type { TeamCommand } from './team-command.ts';
import { undo } from './undo.ts';

/** What the team may ask, in the room and on the command line, in the order in which help lists it. */
export const teamCommands: readonly TeamCommand[] = [list, show, approve, decline, resend, undo, reopen, event, help];

/** @param word in lower case */
export const commandOf = (word: string): TeamCommand | undefined =>
  teamCommands.find(({ words }) => words.includes(word));
