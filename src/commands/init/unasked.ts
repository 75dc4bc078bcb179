import type { Answers, InitOptions } from './init-options.ts';
import { type KeyedName, keyOf } from './questions.ts';

/**
 * Returns what goes into the files although nobody was asked, so that `init` can say it: key of `config.yaml` and value.
 *
 * @param person true if all questions were asked
 */
export function unasked(
  answers: Answers,
  options: InitOptions,
  person: boolean,
): readonly (readonly [string, string])[] {
  const { title, language, approvals, appserviceListen, siteListen, postgres, user } = answers;
  const silent = (name: KeyedName, value: string) =>
    options[name] === undefined ? [[keyOf(name), value] as const] : [];
  return [
    ...(person
      ? []
      : [...silent('title', title), ...silent('language', language), ...silent('approvals', String(approvals))]),
    ['registration.declines', '1'],
    ...silent('siteListen', siteListen),
    ...silent('appserviceListen', appserviceListen),
    ['operations.listen', '127.0.0.1:8486'],
    ...(postgres === undefined ? [['storage.sqlite', 'data/porter.db'] as const] : []),
    ...(options.user === undefined ? [['the user of the service', user] as const] : []),
  ];
}

/** The same in one paragraph. */
export const unaskedText = (values: ReturnType<typeof unasked>): string =>
  `Nobody was asked for these; change them in config.yaml whenever you like:\n  ${values.map(([key, value]) => `${key} ${value}`).join(', ')}`;
