import type { Language } from '../../kernel/languages.ts';
import type { AnswerCheck } from './answer-checks.ts';
import type { QuestionName, questions } from './questions.ts';

/** The single files that `porter init --only` writes, for installations that have no registration. */
export type SingleFile = 'key' | 'unit';

/** Everything that `porter init` must know. Texts are as they go into the files; `parseConfig` checks them. */
export interface Answers {
  /** Absolute path of the folder to write to. */
  readonly dir: string;
  readonly homeserverUrl: string;
  readonly serverName: string;
  /** What people enter in their client to log in. */
  readonly homeserverPublicUrl: string;
  /** How Synapse reaches Porter. */
  readonly appserviceUrl: string;
  readonly appserviceListen: string;
  /** True when nobody chose `appserviceListen`, so that it was derived from `appserviceUrl`. */
  readonly listenFollows: boolean;
  readonly publicUrl: string;
  readonly siteListen: string;
  readonly title: string;
  readonly language: Language;
  /** How many ✅ it takes. */
  readonly approvals: number;
  /** Then it has a file system and a loopback of its own, and no systemd. */
  readonly synapseInContainer: boolean;
  readonly teamRoom: string;
  readonly admin: string | undefined;
  readonly mailFrom: string;
  readonly smtp: { readonly url: string; readonly user: string | undefined; readonly password: string | undefined };
  readonly postgres: string | undefined;
  /** The system user that Porter runs as. */
  readonly user: string;
}

type Given = {
  readonly [Name in QuestionName]?: (typeof questions)[Name] extends { readonly value: string } ? string : boolean;
};

/** The options of the command line. */
export interface InitOptions extends Given {
  readonly dir: string;
  readonly config?: string;
  readonly yes?: boolean;
  readonly json?: boolean;
  /** The password itself, once `withOptionFiles` has read it. */
  readonly smtpPassword?: string;
  readonly promote?: boolean;
  readonly demote?: boolean;
  readonly only?: SingleFile;
  readonly adminTokenFile?: string;
  /** The `config.json` of matrix-register-bot, by which the configuration is printed. */
  readonly fromRegisterBot?: string;
  /** With it: the file to write instead of printing. */
  readonly out?: string;
}

/** Asks one question. Returns `given` if there is one; otherwise asks a person or, with `--yes`, takes the suggestion. */
export type Ask = (question: {
  readonly message: string;
  readonly given: string | undefined;
  /** Undefined when there is no good guess, so that `--yes` needs the option. */
  readonly suggestion: string | undefined;
  /** Why there is no suggestion: where it was looked for. */
  readonly unknown?: string | undefined;
  readonly option: string;
  /** Returns the rest of a sentence that begins with the option or the question, when the answer is not acceptable. */
  readonly check: AnswerCheck;
  /** What an empty answer means. Left out where an answer is needed. */
  readonly none?: string;
  /** Nothing of the answer is shown, and it is taken as it is typed. */
  readonly hidden?: boolean;
}) => Promise<string>;
