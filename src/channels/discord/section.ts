import { z } from 'zod';
import { credential, field, url } from '../../config/fields.ts';
import { webhookName } from './address.ts';

/** A page or an invitation for people; unlike other addresses it may have a "?" part. */
const page = () =>
  field<string>({ type: 'string', format: 'uri' }, (value) => {
    const read = typeof value === 'string' && value.length <= 500 ? URL.parse(value) : null;
    return read && /^https?:$/.test(read.protocol) && read.password === ''
      ? { ok: true, value: read.href }
      : { ok: false, sentence: 'must be an address that begins with http:// or https://' };
  });

export const DiscordSection = z
  .strictObject({
    token: credential()
      .optional()
      .meta({
        description:
          'Token of the bot, from the page "Bot" of your application at discord.com/developers. Not needed for webhooks alone.',
        example: { file: 'discord.token' },
      }),
    serverUrl: page().optional().meta({
      description:
        'Invitation to a server that the bot is on, told where somebody must join one before the bot can write to them.',
      example: 'https://discord.gg/abc',
    }),
    serverurl: page().optional().meta({ description: 'The same as `serverUrl`.' }),
    webhooks: z
      .record(z.string().regex(webhookName), credential())
      .prefault({})
      .meta({
        description:
          'Webhooks by name: `ops` is reached as `discord:webhook:ops`. The value is the URL that Discord shows for it, a secret.',
        example: { ops: { file: 'discord-ops.webhook' } },
      }),
    api: url().prefault('https://discord.com/api').meta({ description: "Where Discord's API answers." }),
  })
  .refine(({ serverUrl, serverurl }) => serverUrl === undefined || serverurl === undefined, {
    path: ['serverurl'],
    message: 'is the same as serverUrl: leave one of them out',
  })
  .refine(({ token, webhooks }) => token !== undefined || Object.keys(webhooks).length > 0, {
    message: 'needs token (a bot) or webhooks',
  })
  .meta({ description: 'Messages to Discord: channels, people and webhooks.' });
