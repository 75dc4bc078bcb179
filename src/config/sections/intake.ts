import { z } from 'zod';
import { count, filePath, listen, secret } from '../fields.ts';
import { senderName, targetReference } from '../relay-names.ts';

const SenderSection = z.strictObject({
  token: secret('token').meta({ description: 'What it sends as Authorization: Bearer.' }),
  topic: secret('token')
    .optional()
    .meta({ description: 'A topic that nobody else knows: who publishes to it as to ntfy is this sender.' }),
  to: z
    .array(targetReference())
    .min(1)
    .max(50)
    .meta({
      description: 'Targets that it may reach, and where its notifications go unless they or a route say otherwise.',
      example: ['ops'],
    }),
  perSecond: count(1).prefault(100_000).meta({ description: 'Requests a second; more are answered with 429.' }),
});

const SmtpSection = z
  .strictObject({
    listen: listen()
      .prefault('127.0.0.1:8487')
      .meta({ description: 'Where programs hand mail in. The recipient is TARGET@anything.' }),
    tls: z
      .strictObject({
        cert: filePath().meta({ description: 'The certificate with its chain, as PEM.', example: 'fullchain.pem' }),
        key: filePath().meta({ description: 'Its private key, as PEM.', example: 'privkey.pem' }),
      })
      .optional()
      .meta({
        description:
          'Offers STARTTLS. Needed if other machines send mail here, because nobody logs in over clear text but this machine. Read again when the files change.',
      }),
  })
  .meta({
    description: 'The way in for programs that can only send mail: they log in with the name and token of a sender.',
  });

export const IntakeSection = z
  .strictObject({
    listen: listen()
      .prefault('127.0.0.1:8484')
      .meta({ description: 'Where programs hand notifications in. Clear text: for this machine or behind a proxy.' }),
    smtp: SmtpSection.optional(),
    senders: z.record(senderName(), SenderSection).meta({
      description: 'Programs that may hand notifications in, by a name.',
      example: { router: { token: { file: 'router.token' }, to: ['ops'] } },
    }),
  })
  .meta({ description: 'The way in for programs that notify.' });
