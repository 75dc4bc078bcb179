import { z } from 'zod';
import { Secret } from '../../kernel/secret.ts';
import { field, filePath, secret, secretShape } from '../fields.ts';
import { loadingNow } from '../loading.ts';
import { decodeLogin, strangeInWords, strangeSigns, UNREADABLE } from '../login-in-url.ts';
import { bad, good, readSecret } from '../read-secret.ts';

/** A connection address may hold a password, so it is always kept as a secret. */
const postgresUrl = () =>
  field<Secret>(secretShape, (value) => {
    const read = typeof value === 'string' ? good(new Secret(value)) : readSecret(value);
    if (!read.ok) return read;
    const text = read.value.reveal();
    const [, rest] = /^postgres(?:ql)?:\/\/(.*)$/s.exec(text) ?? [];
    if (rest === undefined) return noAddress;
    const wrong = wrongLogin(rest);
    if (wrong !== undefined) return wrong;
    if (!URL.canParse(text)) return noAddress;
    if (typeof value === 'string' && new URL(text).password !== '') loadingNow().sawInlineSecret();
    return read;
  });

const noAddress = bad('must be an address such as postgres://porter@127.0.0.1/porter');

/**
 * Judges `user:password` as in the address of a mail server: all that stands before the last `@`, which no reader of addresses may
 * end early. No part of it is repeated.
 */
function wrongLogin(rest: string) {
  const login = rest.slice(0, Math.max(rest.lastIndexOf('@'), 0));
  const signs = strangeSigns(login);
  if (signs.length > 0) {
    const { sentence, coded } = strangeInWords(signs);
    return bad(sentence, coded === '' ? 'write it with percent signs' : `write in the address ${coded}`);
  }
  return decodeLogin(login) === undefined ? bad(UNREADABLE, 'write "%" itself as %25') : undefined;
}

export const StorageSection = z
  .strictObject({
    sqlite: filePath().optional().meta({
      description: 'One file on a local disk; nothing else is needed.',
      example: 'data/porter.db',
      sample: true,
    }),
    postgres: postgresUrl().optional().meta({
      description: 'Instead: the address of a PostgreSQL database. May be { file } or { env }.',
      example: 'postgres://porter@127.0.0.1/porter',
    }),
  })
  .superRefine(({ sqlite, postgres }, context) => {
    if ((sqlite === undefined) === (postgres === undefined)) {
      context.addIssue({ code: 'custom', message: 'must have exactly one of the keys sqlite and postgres' });
    }
  })
  .meta({ description: 'Where Porter keeps its data.', sample: true });

export const SecretsSection = z
  .strictObject({
    key: secret('key').meta({
      description:
        'The key file made by `porter init`: one `<id> <key>` a line, newest first. Back it up apart from the database.',
      example: { file: 'data/porter.key' },
    }),
  })
  .meta({ description: 'What links and codes are derived from.', sample: true });
