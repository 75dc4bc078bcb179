import type { Submission } from '../../src/registration/apply/submit.ts';
import { openTestSite } from './site-door.ts';
import { type AllSiteUseCases, siteUseCases } from './site-use-cases.ts';

/** A site whose use cases answer as a happy day has it, but for `over`. */
export const openNow = (over: Partial<AllSiteUseCases> = {}, more = {}) => {
  const { calls, useCases } = siteUseCases(over);
  return openTestSite({ useCases, ...more }).then((site) => Object.assign(site, { calls }));
};
/** A page without what is random on it, in which any few letters come up sooner or later. */
export const withoutTokens = (body: string) => body.replace(/(name="(?:formToken|again)" value=")[^"]*"/g, '$1"');
/** Every link and form of a page, so that no page is a dead end. */
export const waysOn = (body: string) =>
  [...body.matchAll(/(?:href|action)="(\/[^"]*)"/g)]
    .map(([, path]) => path)
    .filter((path) => !path?.startsWith('/assets'));
/** The newest form that was handed on, as its call was noted, without what tells it from all others. */
export function newestForm(calls: readonly (readonly unknown[])[]): readonly unknown[] {
  const [name, submission] = calls.findLast(([called]) => called === 'submit') ?? [];
  const { form: _form, ...rest } = submission as Submission;
  return [name, rest];
}
