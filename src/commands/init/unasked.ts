import type { Answers, InitOptions } from './init-options.ts';

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
  const silent = (given: unknown, key: string, value: string) => (given === undefined ? [[key, value] as const] : []);
  return [
    ...(person
      ? []
      : [
          ...silent(options.title, 'site.title', title),
          ...silent(options.language, 'site.language', language),
          ...silent(options.approvals, 'registration.approvals', String(approvals)),
        ]),
    ['registration.declines', '1'],
    ...silent(options.siteListen, 'site.listen', siteListen),
    ...silent(options.appserviceListen, 'appservice.listen', appserviceListen),
    ['operations.listen', '127.0.0.1:8486'],
    ...(postgres === undefined ? [['storage.sqlite', 'data/porter.db'] as const] : []),
    ...silent(options.user, 'the user of the service', user),
  ];
}

/** The same in one paragraph. */
export const unaskedText = (values: ReturnType<typeof unasked>): string =>
  `Nobody was asked for these; change them in config.yaml whenever you like:\n  ${values.map(([key, value]) => `${key} ${value}`).join(', ')}`;
