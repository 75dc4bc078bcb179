import { z } from 'zod';
import { languageCodes } from '../../kernel/languages.ts';
import { legalNames } from '../../kernel/own-texts.ts';
import { filePath, line, listen, network, originUrl, url } from '../fields.ts';
import { fillableUrl, ownTexts, timeZone } from '../site-fields.ts';

const LegalSection = z.strictObject({
  terms: ownTexts().optional().meta({
    description: 'Terms of use: a link, a text, or a file with the text; one for all, or { en: …, de: … }.',
    example: 'https://example.org/terms',
  }),
  rules: ownTexts().optional().meta({ description: 'House rules.', example: 'Be kind. No advertising.' }),
  privacy: ownTexts()
    .optional()
    .meta({
      description: 'Privacy statement; also in the footer of letters.',
      example: { en: 'https://example.org/privacy', de: 'https://example.org/datenschutz' },
    }),
  imprint: ownTexts().optional().meta({
    description: 'Who runs this, where the law asks for it; also in the footer of letters.',
    example: 'https://example.org/imprint',
  }),
});

/** Programs that Porter names unless told otherwise. */
const usualClients = [
  {
    name: 'Element X (Android, iPhone)',
    url: 'https://mobile.element.io/element?account_provider={server}',
  },
  { name: 'Element (Windows, macOS, Linux)', url: 'https://element.io/download' },
  { name: 'FluffyChat', url: 'https://fluffychat.im' },
];

/** True if the configuration names no programs of its own. */
export const unchangedClients = (clients: readonly { readonly url: string }[]): boolean =>
  clients.length === usualClients.length && clients.every(({ url }, index) => url === usualClients[index]?.url);

export const SiteSection = z
  .strictObject({
    listen: listen().meta({
      description: 'Where the reverse proxy finds the public pages.',
      example: '127.0.0.1:8480',
    }),
    publicUrl: originUrl().meta({
      description: 'How people reach the public pages; every mailed link begins with it.',
      example: 'https://join.example.org',
    }),
    title: line(80).optional().meta({
      description: 'Name of the service on pages and in letters. Default: the server name.',
      example: 'Example Matrix',
    }),
    logo: filePath().optional().meta({
      description: 'Picture at the top of the pages (SVG, PNG, WebP or JPEG, at most 200 kB).',
      example: 'logo.svg',
    }),
    language: z
      .enum(languageCodes)
      .prefault('en')
      .meta({ description: 'Language of pages where the browser asks for none of ours.' }),
    timeZone: timeZone().optional().meta({
      description: 'Zone of the times on pages and in the team room. Default: the zone of this machine.',
      example: 'Europe/Berlin',
    }),
    howToUrl: url().optional().meta({
      description: 'A page of yours that tells new members how to begin.',
      example: 'https://example.org/matrix',
    }),
    clients: z
      .array(z.strictObject({ name: line(60), url: fillableUrl() }))
      .max(20)
      .prefault(usualClients)
      .meta({
        description:
          'Programs named on the welcome page. {server}, {homeserver} and {userId} in an address are filled in, so that a link can choose your server in the program.',
      }),
    intro: ownTexts({ longest: 4_000 })
      .optional()
      .meta({
        description: 'Text above the form.',
        example: { en: 'We are a choir of forty people.', de: 'Wir sind ein Chor von vierzig Leuten.' },
      }),
    contact: ownTexts({ mail: true }).optional().meta({
      description: 'Whom people may ask: a mail address, a link or a text. In the footer of pages and letters.',
      example: 'hello@example.org',
    }),
    legal: LegalSection.optional().meta({
      description: 'What you have to say or want to be known; linked in the footer of every page.',
    }),
    accept: z
      .array(z.enum(legalNames))
      .max(legalNames.length)
      .prefault([])
      .meta({
        description: 'Which of the texts in legal applicants must accept: a box to tick on the form.',
        example: ['terms', 'rules'],
      }),
    trustedProxies: z
      .array(network())
      .max(100)
      .prefault(['127.0.0.0/8', '::1'])
      .meta({ description: 'Whose X-Forwarded-For counts.' }),
  })
  .meta({ description: 'The public pages.', sample: true });
