import type { Request, Response } from 'express';
import type { Clock } from '../../kernel/clock.ts';
import type { SiteUseCases } from '../../registration/use-cases.ts';
import type { Language } from '../../texts/say.ts';
import type { FormGuard } from '../../web/csrf.ts';
import type { NoteFault } from '../../web/fault-note.ts';
import type { LanguageChoice } from '../../web/language.ts';
import type { NetworkLimit } from '../../web/limiter.ts';
import type { SafeUrl } from '../../web/safe-url.ts';
import type { SendPage } from '../../web/send-page.ts';

/** What pages name of this installation. */
export interface Place {
  readonly publicOrigin: string;
  readonly serverName: string;
  /** Shown, not linked: a browser finds nothing there. */
  readonly homeserverUrl: string;
  readonly howToUrl: SafeUrl | undefined;
  readonly clients: readonly { readonly name: string; readonly url: SafeUrl }[];
  readonly reasonRequired: boolean;
}

/** What the routes of the site work with. */
export interface SiteContext {
  readonly place: Place;
  readonly useCases: SiteUseCases;
  readonly guard: FormGuard;
  readonly languages: LanguageChoice;
  readonly send: SendPage;
  readonly noteFault: NoteFault;
  /** The network of the person who asks, undefined when it cannot be known. */
  readonly networkOf: (req: Request) => string | undefined;
  readonly applications: NetworkLimit;
  readonly nameChecks: NetworkLimit;
  readonly minimumTime: number;
  readonly clock: Clock;
}

/** Language and form token of one answer. */
export interface Visit {
  readonly language: Language;
  readonly token: string;
}

export const visitOf = (site: SiteContext, req: Request, res: Response, known?: Language): Visit => ({
  language: site.languages.of(req, res, known),
  token: site.guard.issue(req, res),
});
