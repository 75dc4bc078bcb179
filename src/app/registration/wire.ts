import type { Clock } from '../../kernel/clock.ts';
import type { Outcome } from '../../kernel/outcome.ts';
import type { Actor } from '../../ports/audit.ts';
import { type Advance, makeAdvance } from '../../registration/advance.ts';
import type { AnnounceWaiting } from '../../registration/announce-waiting.ts';
import type { Application } from '../../registration/application.ts';
import { makeAskFacts } from '../../registration/ask-facts.ts';
import { type FindPerson, makeFindPerson } from '../../registration/find-person.ts';
import type { AccountProvisioner } from '../../registration/ports/account-provisioner.ts';
import type { ApplicationEvent } from '../../registration/ports/application-audit.ts';
import type { ApplicationStore } from '../../registration/ports/application-store.ts';
import type { TeamRoom } from '../../registration/ports/team-room.ts';
import type { RegistrationSettings } from '../../registration/settings.ts';
import {
  type ListApplications,
  makeShowApplication,
  type ShowApplication,
} from '../../registration/team/applications.ts';
import { commandOf } from '../../registration/team/commands/table.ts';
import {
  type ActCommand,
  type ActRefusal,
  type ActTools,
  type Asked,
  type DoorTools,
  isAct,
  isDoor,
} from '../../registration/team/commands/team-command.ts';
import { describeEvent, type EventWords } from '../../registration/team/describe-event.ts';
import { stageInWords } from '../../registration/team/stage-in-words.ts';
import type { Sentence } from '../../registration/team/team-jobs.ts';
import { say } from '../../texts/say.ts';

export interface AdvanceParts {
  readonly applications: ApplicationStore;
  readonly team: TeamRoom;
  readonly accounts: AccountProvisioner;
  readonly settings: RegistrationSettings;
  readonly clock: Clock;
  readonly announceWaiting: AnnounceWaiting;
}

/** What `porter applications` needs. */
export interface ApplicationTools {
  readonly list: ListApplications;
  readonly show: ShowApplication;
  readonly findPerson: FindPerson;
  /** Runs a command of `applicationCommands` that changes an application. @param name of such a command; throws for any other */
  readonly act: (name: string, asked: Asked) => Promise<Outcome<Application, ActRefusal>>;
  /** Says what such a command did, as the room would be told, in English. */
  readonly said: (name: string, application: Application) => string;
  /** Runs a command about the door as a whole. Resolves with what the room would be told, in English. */
  readonly set: (name: string, words: string, by: Actor) => Promise<{ readonly ok: boolean; readonly said: string }>;
  /** Describes an audit entry in English, the language of the command line. */
  readonly describe: (event: ApplicationEvent) => EventWords;
  /** Where an application stands, in the words of the team room, in English. */
  readonly stageOf: (application: Application) => string;
}

export const wireAdvance = (parts: AdvanceParts): Advance => makeAdvance({ ...parts, ask: makeAskFacts(parts) });

export function wireApplicationTools(
  tools: ActTools & DoorTools & { readonly applications: ApplicationStore },
): ApplicationTools {
  const { applications } = tools;
  return {
    list: (stages, limit, before) => applications.list(stages, limit, before),
    show: makeShowApplication({ applications }),
    findPerson: makeFindPerson({ applications }),
    act: async (name, asked) => actNamed(name).act(asked, tools),
    said: (name, application) => inEnglish(actNamed(name).done(application)),
    async set(name, words, by) {
      const command = commandOf(name);
      if (command === undefined || !isDoor(command)) throw new Error(`${name} is no command about the door`);
      const { ok, reply } = await command.run({ by, words }, tools);
      return { ok, said: inEnglish(reply) };
    },
    describe: (event) => describeEvent(event, 'en'),
    stageOf: (application) => stageInWords(application, 'en'),
  };
}

const inEnglish = ({ key, values }: Sentence): string => say('en', key, values);

function actNamed(name: string): ActCommand {
  const command = commandOf(name);
  if (command !== undefined && isAct(command)) return command;
  throw new Error(`${name} is no command that changes an application`);
}
