import { createHash, createVerify } from 'node:crypto';

const relaxed = (value: string): string =>
  value
    .replace(/\r\n(?=[ \t])/g, '')
    .replace(/[ \t]+/g, ' ')
    .trim();

/**
 * Checks the DKIM signature of a mail as its receiver does (RFC 6376, relaxed/relaxed, rsa-sha256) and resolves with its tags. Throws
 * if it does not fit the mail.
 */
export function verifyDkim(raw: string, publicKey: string): ReadonlyMap<string, string> {
  const end = raw.indexOf('\r\n\r\n');
  const fields = (raw.slice(0, end).match(/[^\r\n]+(?:\r\n[ \t][^\r\n]*)*/g) ?? []).map((field) => {
    const colon = field.indexOf(':');
    return { name: field.slice(0, colon).toLowerCase(), value: field.slice(colon + 1) };
  });
  const signature = fields.find(({ name }) => name === 'dkim-signature');
  if (signature === undefined) throw new Error('the mail is not signed');
  const tags = new Map(
    relaxed(signature.value)
      .split(';')
      .map(
        (tag) => [tag.slice(0, tag.indexOf('=')).trim(), tag.slice(tag.indexOf('=') + 1).replace(/\s/g, '')] as const,
      ),
  );
  const body = raw
    .slice(end + 4)
    .replace(/[ \t]+(?=\r\n)/g, '')
    .replace(/[ \t]+/g, ' ')
    .replace(/(\r\n)*$/, '\r\n');
  if (createHash('sha256').update(body, 'latin1').digest('base64') !== tags.get('bh'))
    throw new Error('the body was changed');
  const left = [...fields].reverse();
  const signed = (tags.get('h') ?? '').split(':').flatMap((listed) => {
    const at = left.findIndex(({ name }) => name === listed.toLowerCase());
    return at === -1 ? [] : left.splice(at, 1);
  });
  const unsigned = relaxed(signature.value.replace(/\bb=[^;]*$/, 'b='));
  const said = [...signed.map(({ name, value }) => `${name}:${relaxed(value)}\r\n`), `dkim-signature:${unsigned}`].join(
    '',
  );
  const fits = createVerify('RSA-SHA256')
    .update(said, 'latin1')
    .verify(publicKey, tags.get('b') ?? '', 'base64');
  if (!fits) throw new Error('the signature does not fit');
  return tags;
}
