import { teamCommands } from '../../registration/team/commands/table.ts';

/** One command of `porter applications`. */
export interface ApplicationCommand {
  readonly name: string;
  readonly help: string;
  readonly takesNumber: boolean;
  /** Has the option `--reason`. */
  readonly reason: boolean;
  /** What it prints; undefined for a command that changes an application. */
  readonly page: 'list' | 'show' | undefined;
  /** It takes words, which have this name in the help. */
  readonly words: string | undefined;
}

/** The team commands that the command line offers. Needs no database, because `--help` lists them. */
export const applicationCommands: readonly ApplicationCommand[] = teamCommands.flatMap(
  ({ words: [name], takesNumber, commandLine }) =>
    commandLine === undefined
      ? []
      : [
          {
            ...{ name, takesNumber, help: commandLine.help },
            reason: 'reason' in commandLine && commandLine.reason,
            page: 'page' in commandLine ? commandLine.page : undefined,
            words: 'words' in commandLine ? commandLine.words : undefined,
          },
        ],
);
