import { type FieldProblem, fields } from '../../registration/fields.ts';
import type { PasswordTrouble, PolicyRefusal } from '../../registration/judge-password.ts';
import type { EmailRefusal } from '../../registration/rules/fields/email.ts';
import type { NameRefusal } from '../../registration/rules/fields/username.ts';
import { passwordReasons } from '../../texts/password-reasons.ts';
import { type Language, say, type TextKey } from '../../texts/say.ts';
import type { ProblemKind } from '../../web/http-problem.ts';

/* The sentence for each refusal. A refusal without one does not compile. */

export const nameWords = fields.username.words.refusals;

function problemWords({ field, refusal }: FieldProblem): TextKey {
  const words: Readonly<Record<string, TextKey>> = fields[field].words.refusals;
  // A problem pairs a field with one of its own refusals, so the sentence is there.
  return words[refusal] as TextKey;
}

export const isNameRefusal = (refusal: string): refusal is NameRefusal => Object.hasOwn(nameWords, refusal);

export const isEmailRefusal = (refusal: string): refusal is EmailRefusal =>
  Object.hasOwn(fields.email.words.refusals, refusal);

/** What is wrong with a field, in one sentence, and what could be meant instead. */
export interface FieldWrong {
  readonly text: string;
  readonly instead?: string | undefined;
}

export const fieldWrong = (problem: FieldProblem, language: Language): FieldWrong => {
  const { instead } = problem;
  return { text: say(language, problemWords(problem), instead === undefined ? {} : { instead }), instead };
};

const policyKeys = {
  length: 'site.password.policy.length',
  digit: 'site.password.policy.digit',
  symbol: 'site.password.policy.symbol',
  lowercase: 'site.password.policy.lowercase',
  uppercase: 'site.password.policy.uppercase',
} as const satisfies Record<PolicyRefusal['lacking'][number], TextKey>;

/** One sentence for each thing that the homeserver asks for and a password lacks. */
export const policyWords = (
  language: Language,
  { policy, lacking }: Pick<PolicyRefusal, 'policy' | 'lacking'>,
): readonly string[] => lacking.map((what) => say(language, policyKeys[what], { least: policy.least }));

/** Why a password is refused. */
export const passwordTroubleWords = (language: Language, trouble: PasswordTrouble | undefined): string =>
  (trouble?.refusal === 'policy'
    ? policyWords(language, trouble)
    : passwordReasons(trouble).map((key) => say(language, key))
  ).join(' ');

/**
 * The sentences for faults that last until a person mends something, by their code. Pages never ask people to try those again.
 */
export const lastingWords: ReadonlyMap<string, TextKey> = new Map<string, TextKey>([
  ['homeserver.token-refused', 'site.lasting.homeserver'],
  ['homeserver.sender-deactivated', 'site.lasting.homeserver'],
  ['homeserver.unrecognized', 'site.lasting.homeserver'],
  ['homeserver.not-admin', 'site.lasting.homeserver'],
  ['homeserver.not-ours-yet', 'site.lasting.homeserver'],
  ['homeserver.answer', 'site.lasting.refused'],
  ['homeserver.too-large', 'site.lasting.refused'],
  ['storage.unreadable', 'site.lasting.unreadable'],
  ['password.no-estimator', 'site.lasting.passwords'],
]);

export const requestWords = {
  'bad-request': ['site.problem.badRequest.title', 'site.problem.badRequest.text'],
  'not-utf8': ['site.problem.notUtf8.title', 'site.problem.notUtf8.text'],
  'other-site': ['site.problem.otherSite.title', 'site.problem.otherSite.text'],
  'old-form': ['site.problem.oldForm.title', 'site.problem.oldForm.text'],
  'not-found': ['site.problem.notFound.title', 'site.problem.notFound.text'],
  method: ['site.problem.method.title', 'site.problem.method.text'],
  'old-link': ['site.oldLink.title', 'site.oldLink.text'],
  'too-large': ['site.problem.tooLarge.title', 'site.problem.tooLarge.text'],
  media: ['site.problem.media.title', 'site.problem.media.text'],
  'too-many': ['site.problem.tooMany.title', 'site.problem.tooMany.text'],
} as const satisfies Record<ProblemKind, readonly [TextKey, TextKey]>;
