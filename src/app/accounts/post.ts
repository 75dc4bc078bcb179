import type { Language } from '../../kernel/languages.ts';
import { makePasswordLinks } from '../../security/password-links.ts';
import type { Sender } from '../../texts/letters/section.ts';
import { ownLinks } from '../../texts/own-links.ts';
import { timeZoneOf, titleOf } from '../ground-sections.ts';
import { type Database, derivationsOf } from '../open-database.ts';
import type { Ground } from '../open-part.ts';
import { ownPagesOf } from '../own-texts.ts';
import type { AccountsConfig } from './config.ts';

/** What letters to people need; undefined without a site or a mail server. */
export function postOf(config: AccountsConfig, { database, channels, places, runtime: { clock } }: Ground) {
  const { site, homeserver, mail } = config;
  const mailer = channels.email;
  if (site === undefined || mail === undefined || mailer === undefined) return undefined;
  const { language, publicUrl } = site;
  const sender = (of: Language): Sender => ({
    ...{ language: of, title: titleOf(site, homeserver), publicUrl, mayReply: mail.replyTo !== undefined },
    links: ownLinks(ownPagesOf(site), ['imprint', 'privacy', 'contact'], of, publicUrl),
  });
  const { addressHash } = derivationsOf(database);
  return {
    mailer,
    addressHash,
    clock,
    sender,
    language,
    timeZone: timeZoneOf(site),
    tokens: passwordLinksOf(database),
    /** Since when letters wait, while they do. */
    lettersWait() {
      const state = places.of('email');
      return typeof state === 'string' ? undefined : state;
    },
  };
}

/** Tokens of links that set passwords. A configuration with a site always has a key. */
export function passwordLinksOf({ keys, epoch }: Pick<Database, 'keys' | 'epoch'>) {
  if (keys === undefined) throw new Error('the configuration promises a key');
  return makePasswordLinks(keys, epoch);
}
