import type { Request, Response } from 'express';
import type { ChangeAddress } from '../../accounts/change-address.ts';
import type { OwnAccount } from '../../accounts/own-account.ts';
import type { PasswordByLink } from '../../accounts/password-by-link.ts';
import type { Clock } from '../../kernel/clock.ts';
import type { LegalName, OwnPages, OwnTexts } from '../../kernel/own-texts.ts';
import type { GuestUseCases } from '../../meetings/use-cases.ts';
import type { RenewUseCases } from '../../registration/renew-link.ts';
import type { Sessions } from '../../sign-in/sessions.ts';
import type { SignIn } from '../../sign-in/sign-in.ts';
import type { Language } from '../../texts/say.ts';
import type { FormGuard } from '../../web/csrf.ts';
import type { NoteFault } from '../../web/fault-note.ts';
import type { LanguageChoice } from '../../web/language.ts';
import type { NetworkLimit } from '../../web/limiter.ts';
import type { SafeUrl } from '../../web/safe-url.ts';
import type { SendPage } from '../../web/send-page.ts';
import type { Times } from '../../web/times.ts';
import type { SessionCookies } from './session-cookie.ts';

/** A Matrix program, and where it is to be had. */
export interface Client {
  readonly name: string;
  readonly url: SafeUrl;
  /** The address names our server, so that nobody has to choose it in the program. */
  readonly choosesServer: boolean;
}

/** What pages say about this installation. */
export interface Installation {
  readonly serverName: string;
  /** Shown, not linked: it is for Matrix clients, a browser finds nothing there. */
  readonly homeserverUrl: string;
  readonly howToUrl: SafeUrl | undefined;
  /** There is a page for forgotten passwords. */
  readonly forgotten: boolean;
  /** Shown above the form. */
  readonly intro: OwnTexts;
  readonly clients: (userId: string | undefined) => readonly Client[];
}

/** The operator's own texts on the pages. */
export interface OwnSite {
  readonly pages: OwnPages;
  /** Of those that applicants must accept; shown below the text, so that an operator can tell which one was accepted. */
  readonly versions: Readonly<Partial<Record<LegalName, string>>>;
}

/** What every page needs. */
export interface PageContext {
  readonly publicOrigin: string;
  readonly guard: FormGuard;
  readonly languages: LanguageChoice;
  readonly send: SendPage;
  readonly noteFault: NoteFault;
  /** The network of the person who asks, undefined when it cannot be known. */
  readonly networkOf: (req: Request) => string | undefined;
  readonly clock: Clock;
  readonly times: Times;
  readonly own: OwnSite;
}

/** What the pages of applicants need. */
export interface SiteContext extends PageContext {
  readonly installation: Installation;
  readonly renew: RenewUseCases;
  readonly applications: NetworkLimit;
  readonly nameChecks: NetworkLimit;
  /** Counted per link, not per network. */
  readonly passwords: NetworkLimit;
  readonly minimumTime: number;
}

/** What pages need that announce a letter. */
export interface LetterContext extends PageContext {
  readonly renew: Pick<RenewUseCases, 'lettersWait'>;
}

/** What the pages for a forgotten password need. */
export interface ForgottenContext extends LetterContext {
  readonly passwordByLink: PasswordByLink;
  /** Letters that one network asks for. */
  readonly asks: NetworkLimit;
  /** Counted per link, not per network. */
  readonly passwords: NetworkLimit;
  /** False without a homeserver: then no sessions can be ended. */
  readonly endsSessions: boolean;
}

/** What the pages of a meeting's guests need. */
export interface GuestContext extends PageContext {
  readonly guests: GuestUseCases;
  /** Unknown links per network, so that nobody can find a link by trying. */
  readonly unknownLinks: NetworkLimit;
  /** Counted per link, not per network. */
  readonly joins: NetworkLimit;
}

/** What the pages need by which people change their mail address. */
export interface EmailPages {
  readonly changeAddress: ChangeAddress;
  readonly lettersWait: RenewUseCases['lettersWait'];
  /** Changes that one network asks for. */
  readonly asks: NetworkLimit;
}

/** What the pages of people with an account here need. */
export interface AccountContext extends PageContext {
  readonly signIn: SignIn;
  readonly sessions: Sessions;
  readonly account: OwnAccount;
  readonly cookies: SessionCookies;
  /** There is a page for forgotten passwords. */
  readonly forgotten: boolean;
  /** Wrong passwords per network; right ones do not count. */
  readonly wrongPasswords: NetworkLimit;
  /** Undefined where Porter sends no mail. */
  readonly email: EmailPages | undefined;
}

/** Language and form token of one response. */
export interface Visit {
  readonly language: Language;
  readonly token: string;
}

export const visitOf = (site: PageContext, req: Request, res: Response, known?: Language): Visit => ({
  language: site.languages.of(req, res, known),
  token: site.guard.issue(req, res),
});
