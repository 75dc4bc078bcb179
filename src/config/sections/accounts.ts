import { z } from 'zod';
import { DAY, MINUTE } from '../../kernel/clock.ts';
import { count, duration, listen, secret } from '../fields.ts';
import { serverName } from './homeserver.ts';

const Argon2Section = z.strictObject({
  memoryMiB: count(19, 1_024).prefault(64).meta({ description: 'Memory that one hash takes, in MiB.' }),
  passes: count(2, 20).prefault(3).meta({ description: 'How often it goes over it.' }),
});

export const AccountsSection = z
  .strictObject({
    store: z.enum(['synapse', 'local']).prefault('synapse').meta({
      description: 'Where accounts and passwords live: in Synapse, or here (local).',
    }),
    serverName: serverName().optional().meta({
      description: 'With local, and without homeserver: the part of user IDs after the colon.',
      example: 'example.org',
    }),
    argon2: Argon2Section.prefault({}).meta({
      description: 'With local: what a password hash costs (argon2id). More is renewed at each log-in.',
    }),
    bcryptPepper: secret()
      .optional()
      .meta({
        description: "With local: Synapse's password_config.pepper, for hashes that were taken over from it.",
        example: { file: 'pepper.secret' },
      }),
  })
  .meta({ description: 'The accounts of people.' });

export const IdentityApiSection = z
  .strictObject({
    listen: listen().meta({
      description: 'Where the homeserver asks for passwords, and the identity server for people.',
      example: '127.0.0.1:8483',
    }),
    clients: z
      .record(
        z.string().regex(/^[A-Za-z0-9][A-Za-z0-9._-]{0,59}$/, 'must hold only letters, digits, ., _ and -'),
        secret('token'),
      )
      .prefault({})
      .meta({
        description: 'Who may ask, each with its secret: in its URL (http://porter:SECRET@…), or as the first folder.',
        example: { synapse: { file: 'synapse.secret' } },
      }),
    sendDisplayName: z.boolean().prefault(false).meta({
      description: 'Tell the display name at log-in. It breaks the first one on Synapse 1.159 and later.',
    }),
  })
  .meta({ description: 'Password checks and look-ups for accounts that live here. Left out: off.' });

export const SignInSection = z
  .strictObject({
    // Rows of sessions are deleted 30 days after they were used last.
    idleTimeout: duration()
      .refine((ms) => ms >= 5 * MINUTE && ms <= 30 * DAY, 'must be between 5 minutes and 30 days')
      .prefault('12h')
      .meta({ description: 'How long a session lasts in which no page is opened.' }),
    // Browsers keep no cookie for longer than 400 days.
    absoluteTimeout: duration()
      .refine((ms) => ms >= 5 * MINUTE && ms <= 365 * DAY, 'must be between 5 minutes and 365 days')
      .prefault('7 days')
      .meta({ description: 'How long a session lasts in any case.' }),
  })
  .meta({ description: 'How long people stay signed in to the account page.' });
