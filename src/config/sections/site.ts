import { z } from 'zod';
import { filePath, line, listen, network, originUrl, url } from '../fields.ts';

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
      .enum(['en', 'de'])
      .prefault('en')
      .meta({ description: 'Language of pages where the browser asks for none of ours.' }),
    howToUrl: url().optional().meta({
      description: 'A page of yours that tells new members how to begin.',
      example: 'https://example.org/matrix',
    }),
    clients: z
      .array(z.strictObject({ name: line(60), url: url() }))
      .max(20)
      .prefault([
        { name: 'Element', url: 'https://element.io/download' },
        { name: 'FluffyChat', url: 'https://fluffychat.im' },
      ])
      .meta({ description: 'Programs named on the welcome page.' }),
    trustedProxies: z
      .array(network())
      .max(100)
      .prefault(['127.0.0.0/8', '::1'])
      .meta({ description: 'Whose X-Forwarded-For counts.' }),
  })
  .meta({ description: 'The public pages.', sample: true });
