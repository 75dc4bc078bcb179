import type { SiteUseCases } from '../../src/registration/use-cases.ts';
import { openTestSite } from './site-door.ts';
import { siteUseCases } from './site-use-cases.ts';

/** A site whose use cases answer as a happy day has it, but for `over`. */
export const openNow = (over: Partial<SiteUseCases> = {}, more = {}) => {
  const { calls, useCases } = siteUseCases(over);
  return openTestSite({ useCases, ...more }).then((site) => Object.assign(site, { calls }));
};
/** Every link and form of a page, so that no page is a dead end. */
export const waysOn = (body: string) =>
  [...body.matchAll(/(?:href|action)="(\/[^"]*)"/g)]
    .map(([, path]) => path)
    .filter((path) => !path?.startsWith('/assets'));
