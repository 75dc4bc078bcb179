import assert from 'node:assert/strict';
import { createServer, type RequestListener } from 'node:http';
import { createServer as createSecureServer } from 'node:https';
import type { AddressInfo, Server } from 'node:net';
import { test } from 'node:test';
import { certificate, needsOpenssl } from '../../test/support/smtp.ts';
import { type AddressResponse, askAddress, jsonObjectIn } from './ask-address.ts';
import { isUnsafe, remedyUnreachable, whyUnreachable } from './why-unreachable.ts';

async function listening(server: Server): Promise<AsyncDisposable & { readonly port: number }> {
  await new Promise<void>((resolve) => void server.listen(0, '127.0.0.1', resolve));
  return {
    port: (server.address() as AddressInfo).port,
    [Symbol.asyncDispose]: () => new Promise<void>((resolve) => void server.close(() => resolve())),
  };
}
const web = (serve: RequestListener) => listening(createServer(serve));
const noResponse = (response: AddressResponse) => {
  assert.ok(response.kind === 'none');
  return response;
};

test('an address is asked once, as a stranger, and a redirect is not followed', async () => {
  const asked: (string | undefined)[] = [];
  await using server = await web((req, res) => {
    asked.push(req.url, req.headers.authorization);
    res.writeHead(302, { location: 'http://127.0.0.1:1/private' }).end('gone on');
  });
  const response = await askAddress(`http://127.0.0.1:${server.port}/here`);
  assert.ok(response.kind === 'answered');
  assert.deepEqual([response.status, response.location, response.text], [302, 'http://127.0.0.1:1/private', 'gone on']);
  assert.ok(response.date !== undefined);
  assert.deepEqual(asked, ['/here', undefined]);
});

test('N2: of an endless response only the beginning is read', async () => {
  await using server = await web((_, res) => {
    const more = () => {
      while (!res.destroyed && res.write('x'.repeat(65_536)));
      if (!res.destroyed) res.once('drain', more);
    };
    more();
  });
  const response = await askAddress(`http://127.0.0.1:${server.port}/`);
  assert.ok(response.kind === 'answered');
  assert.equal(response.text.length, 100_000);
});

test('what is no JSON object counts as an empty one', () => {
  for (const text of ['', 'x', '[]', 'null', '"x"']) assert.deepEqual(jsonObjectIn(text), {});
  assert.deepEqual(jsonObjectIn('{"a":1}'), { a: 1 });
});

test(
  'a port without a listener, one without TLS and a certificate of its own each have their own words',
  needsOpenssl(),
  async () => {
    await using clear = await web((_, res) => res.end());
    await using safe = await listening(createSecureServer(certificate(), (_, res) => res.end()));
    const { port } = clear;
    assert.match(noResponse(await askAddress(`https://127.0.0.1:${port}/`)).why, /does not speak TLS/);
    const selfSigned = noResponse(await askAddress(`https://127.0.0.1:${safe.port}/`));
    assert.match(selfSigned.why, /certificate is self-signed/);
    assert.ok(isUnsafe(selfSigned.code));
    assert.match(
      remedyUnreachable(selfSigned.code, 'join.example.org', 'people') ?? '',
      /^Give join\.example\.org a certificate/,
    );
    await clear[Symbol.asyncDispose]();
    const refused = noResponse(await askAddress(`http://127.0.0.1:${port}/`));
    assert.equal(refused.why, 'connection refused');
    assert.equal(isUnsafe(refused.code), false);
    assert.equal(remedyUnreachable(refused.code, '127.0.0.1', 'people'), undefined);
  },
);

test('every trouble with a certificate or a name has its own words and a step; only Porter can be told to trust an authority', () => {
  const codes = [
    ...['ENOTFOUND', 'EAI_AGAIN', 'DEPTH_ZERO_SELF_SIGNED_CERT', 'SELF_SIGNED_CERT_IN_CHAIN'],
    ...['UNABLE_TO_VERIFY_LEAF_SIGNATURE', 'CERT_HAS_EXPIRED', 'CERT_NOT_YET_VALID', 'ERR_TLS_CERT_ALTNAME_INVALID'],
  ];
  assert.equal(new Set(codes.map(whyUnreachable)).size, codes.length);
  // A code that nobody has met yet has a sentence and a step too; what is no code of TLS has none.
  for (const code of ['UNABLE_TO_GET_CRL', 'ERR_SSL_UNHEARD_OF', 'INVALID_PURPOSE', 'ERR_OSSL_PEM_NO_START_LINE']) {
    assert.ok(whyUnreachable(code), code);
    assert.ok(remedyUnreachable(code, 'example.org', 'people'), code);
  }
  for (const code of ['ERR_SSL_<b>', 'EACCES', '']) assert.equal(whyUnreachable(code), undefined);
  for (const code of codes) assert.ok(remedyUnreachable(code, 'example.org', 'people'), code);
  const own = (trusting: 'people' | 'porter') =>
    remedyUnreachable('SELF_SIGNED_CERT_IN_CHAIN', 'example.org', trusting);
  assert.match(own('porter') ?? '', /NODE_EXTRA_CA_CERTS/);
  assert.doesNotMatch(own('people') ?? '', /NODE_EXTRA_CA_CERTS/);
});
