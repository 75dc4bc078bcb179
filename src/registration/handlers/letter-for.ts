import { fillAddress } from '../../kernel/fill-address.ts';
import type { Letter } from '../../kernel/letter.ts';
import { userIdOf } from '../../kernel/matrix-id.ts';
import type { Sender } from '../../texts/letters/section.ts';
import { ownLinks } from '../../texts/own-links.ts';
import type { Application } from '../application.ts';
import { keepStatusLink } from '../find-link.ts';
import { addressChangedLetter } from '../letters/address-changed.ts';
import { approvedDelayedLetter } from '../letters/approved-delayed.ts';
import { expiredLetter } from '../letters/expired.ts';
import { nameLostLetter } from '../letters/name-lost.ts';
import { receivedLetter } from '../letters/received.ts';
import { refusedLetter } from '../letters/refused.ts';
import { welcomeLetter } from '../letters/welcome.ts';
import type { ApplicationStore } from '../ports/application-store.ts';
import type { Derivations } from '../ports/derivations.ts';
import { linkUrl } from '../rules/links.ts';
import type { PlainLetterKind } from '../rules/undelivered.ts';
import { letterWanted } from '../rules/wanted-letter.ts';
import type { RegistrationSettings } from '../settings.ts';
import type { SteadyNow } from '../steady-time.ts';

export interface LetterForNeeds {
  readonly applications: Pick<ApplicationStore, 'findProof' | 'keepLink'>;
  readonly derive: Pick<Derivations, 'linkToken' | 'linkHash'>;
  readonly settings: RegistrationSettings;
  readonly steadyNow: SteadyNow;
}

/** Which letter, of which stage entry; `issue` is the number of the link in it. */
export interface WantedLetter {
  readonly entry: number;
  readonly issue: number;
}

export const senderOf = (
  { language }: Application,
  { title, publicUrl, own, mayReply }: RegistrationSettings,
): Sender => ({
  ...{ language, title, publicUrl, mayReply },
  links: ownLinks(own, ['imprint', 'privacy', 'contact'], language, publicUrl),
});

/** Keeps the link of a letter, then composes it; undefined when the application has moved on and the letter would be wrong. */
export type LetterFor = (
  kind: PlainLetterKind,
  application: Application,
  wanted: WantedLetter,
) => Promise<Letter | undefined>;

type Compose = (application: Application, wanted: WantedLetter) => Promise<Letter | undefined>;

export function makeLetterFor({ applications, derive, settings, steadyNow }: LetterForNeeds): LetterFor {
  const userIdFor = ({ localpart }: Application) => userIdOf(localpart, settings.serverName);

  async function statusLinkFor({ id }: Application): Promise<string> {
    const token = await keepStatusLink(id, steadyNow(), { applications, derive });
    return linkUrl(settings.publicUrl, 'status', token);
  }

  async function welcomeLink({ id }: Application, issue: number) {
    const token = derive.linkToken('welcome', id, issue);
    const life = settings.welcomeWithin;
    const validUntil = steadyNow() + life;
    const hash = derive.linkHash(token);
    await applications.keepLink({ hash, applicationId: id, purpose: 'welcome', issue, validUntil });
    return { link: linkUrl(settings.publicUrl, 'welcome', token), life };
  }

  /** @param issue of its link; undefined: the password was chosen on the form */
  async function welcomeOf(application: Application, issue: number | undefined, again = false) {
    const { serverName: server, homeserverUrl, howToUrl } = settings;
    const userId = userIdFor(application);
    const clients = settings.clients.map(({ name, url }) => ({
      name,
      url: fillAddress(url, { server, homeserver: homeserverUrl, userId }) ?? url,
    }));
    const set = issue === undefined ? undefined : await welcomeLink(application, issue);
    const about = { userId, set, homeserverUrl, howToUrl, clients, again };
    return welcomeLetter(senderOf(application, settings), about);
  }

  const composers: Readonly<Record<PlainLetterKind, Compose>> = {
    async received(application) {
      const { shortId } = application;
      const about = { userId: userIdFor(application), shortId, statusLink: await statusLinkFor(application) };
      return receivedLetter(senderOf(application, settings), about);
    },

    welcome: (application, { issue }) => welcomeOf(application, issue),
    'welcome-reminder': (application, { issue }) => welcomeOf(application, issue, true),
    'welcome-chosen': (application) => welcomeOf(application, undefined),

    async 'approved-delayed'(application) {
      const about = { userId: userIdFor(application), statusLink: await statusLinkFor(application) };
      return approvedDelayedLetter(senderOf(application, settings), about);
    },

    async 'name-lost'(application) {
      const about = { userId: userIdFor(application), statusLink: await statusLinkFor(application) };
      return nameLostLetter(senderOf(application, settings), about);
    },

    async refused(application) {
      return refusedLetter(senderOf(application, settings), { userId: userIdFor(application) });
    },

    async expired(application) {
      if (application.stage !== 'expired') return undefined;
      const sender = senderOf(application, settings);
      const userId = userIdFor(application);
      if (application.why === 'nobody-decided') return expiredLetter(sender, { userId, why: 'nobodyDecided' });
      if (application.why === 'account-gone') return expiredLetter(sender, { userId, why: 'accountGone' });
      if (application.why === 'no-name-picked') return expiredLetter(sender, { userId, why: 'noNamePicked' });
      // People who never got the letter that asks for the proof are not told that their address was not proved.
      const proof = await applications.findProof(application.id);
      const asked = proof !== undefined && proof.codes.length > 0 && proof.mail !== 'refused';
      return asked ? expiredLetter(sender, { userId, why: 'notProved' }) : undefined;
    },

    async 'address-changed'(application) {
      return addressChangedLetter(senderOf(application, settings));
    },
  };

  return async (kind, application, wanted) =>
    letterWanted(kind, application, wanted.entry) ? composers[kind](application, wanted) : undefined;
}
