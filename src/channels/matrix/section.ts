import { z } from 'zod';
import { credential, url } from '../../config/fields.ts';

/** A plain account on any homeserver. */
export const MatrixSection = z
  .strictObject({
    url: url().meta({
      description: 'Address of the homeserver, as porter matrix discover finds it.',
      example: 'https://matrix.example.org',
    }),
    token: credential().meta({
      description: 'Access token of the account, as porter matrix login hands it over.',
      example: { file: 'matrix.token' },
    }),
  })
  .meta({
    description:
      'A plain account on any Matrix homeserver. Only without the section homeserver, whose user writes otherwise.',
  });
