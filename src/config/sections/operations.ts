import { z } from 'zod';
import { duration, listen } from '../fields.ts';

export const OperationsSection = z
  .strictObject({
    listen: listen().meta({ description: 'Where /healthz, /readyz and /metrics answer.', example: '127.0.0.1:8486' }),
  })
  .meta({ description: 'For monitoring. Left out: off.', sample: true });

export const LoggingSection = z
  .strictObject({
    level: z
      .enum(['error', 'warn', 'info', 'debug'])
      .prefault('info')
      .meta({ description: 'The least important lines shown.' }),
    format: z
      .enum(['auto', 'json', 'text'])
      .prefault('auto')
      .meta({ description: "auto: text on a terminal and in systemd's journal, JSON lines otherwise." }),
  })
  .meta({ description: 'What Porter writes on standard output.' });

export const RetentionSection = z
  .strictObject({
    done: duration()
      .prefault('30 days')
      .meta({ description: 'How long jobs that are done stay listed (without their contents).' }),
    ended: duration().prefault('180 days').meta({
      description: 'How long jobs that failed for good, and events that could not be handled, keep their contents.',
    }),
  })
  .meta({ description: 'How long things are kept.' });
