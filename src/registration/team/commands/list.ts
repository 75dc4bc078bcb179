import type { LookCommand } from './team-command.ts';

/** The open applications. "list" alone begins sentences of people, so it has to be addressed. */
export const list: LookCommand = {
  words: ['list'],
  help: 'room.help.list',
  takesNumber: false,
  room: { alone: () => false },
  commandLine: { help: 'newest first', page: 'list' },
  reply: () => ({ what: 'list' }),
};
