import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { identityDocument } from '../../src/doors/identity-api/describe.ts';
import { identityRoutes } from '../../src/doors/identity-api/open-identity-api.ts';
import { Fault } from '../../src/kernel/fault.ts';
import { Secret } from '../../src/kernel/secret.ts';
import { ask } from '../support/ask.ts';
import { MODULE, openTestIdentityDoor, PASSWORD } from '../support/identity-door.ts';
import { mutate } from '../support/mutate.ts';
import { readOpenApi } from '../support/openapi.ts';

const api = readOpenApi(identityDocument);
const unused = () => Promise.reject(new Error('not called'));

test('H4: the paths and methods of the document are those of the code', () => {
  const routes = identityRoutes({
    ...{ serverName: 'example.org', clients: [], sendDisplayName: false, checkPassword: unused },
    lookUps: { byAddress: unused, byName: unused, profile: unused },
  });
  const ofCode = routes.map(({ method, path }) => `${method} ${path.replace(/^\*/, '')}`);
  const ofDocument = Object.entries(api.paths).flatMap(([path, operations]) =>
    Object.keys(operations).map((method) => `${method.toUpperCase()} ${path}`),
  );
  assert.deepEqual(ofDocument.toSorted(), ofCode.toSorted());
});

/** What each kind of path takes; the first finds Lena, or lets her in. */
function questions(path: string): readonly unknown[] {
  const mail = { medium: 'email', address: 'Lena@Example.org' };
  if (/check_credentials|login/.test(path))
    return [{ user: { id: '@lena:example.org', password: PASSWORD }, display_name: true }, { auth: { password: '' } }];
  if (path.includes('search'))
    return [
      { by: 'name', search_term: 'ort' },
      { by: 'threepid', search_term: 'x@y.example' },
    ];
  if (path.includes('single')) return [{ lookup: mail }, { lookup: { ...mail, address: 'nobody@example.org' } }];
  if (path.includes('bulk')) return [{ lookup: [mail, mail, {}] }, { lookup: [] }];
  return [{ localpart: 'lena' }, { mxid: '@nobody:example.org' }];
}

test('H4: every status of every path is answered, is what the document says, and nothing else is', async () => {
  const fail = (error: Error) => () => Promise.reject(error);
  const faulty = (error: Error) => ({
    checkPassword: fail(error),
    lookUps: { byAddress: fail(error), byName: fail(error), profile: fail(error) },
  });
  await using door = await openTestIdentityDoor();
  await using closed = await openTestIdentityDoor({
    clients: [{ name: 'synapse', secret: new Secret('canary-identity-secret-0123456789') }],
  });
  await using broken = await openTestIdentityDoor(faulty(new Error('broken')));
  await using away = await openTestIdentityDoor(
    faulty(new Fault('down', { code: 'storage.unavailable', retryable: true, scope: 'channel' })),
  );

  const seen = new Set<string>();
  const note = (method: string, path: string, answer: Awaited<ReturnType<typeof ask>>): string => {
    seen.add(`${method} ${path} ${answer.status}`);
    api.holds(method, path, answer);
    return answer.body;
  };
  for (const path of Object.keys(api.paths).filter((each) => each !== '/v1/openapi.json')) {
    const [right, other] = questions(path);
    assert.match(note('post', path, await door.post(path, right)), /lena/i, path);
    assert.doesNotMatch(note('post', path, await door.post(path, other)), /lena/i, path);
    note('post', path, await door.post(path, 'no JSON'));
    note('post', path, await door.post(path, `{"x":"${'x'.repeat(2_100_000)}"}`));
    note('post', path, await door.post(path, right, { 'content-encoding': 'gzip' }));
    note('post', path, await closed.post(path, right));
    note('post', path, await broken.post(path, right));
    note('post', path, await away.post(path, right));
    note('post', path, await ask(door.port, path));
  }
  const served = await ask(door.port, '/v1/openapi.json');
  note('get', '/v1/openapi.json', served);
  assert.deepEqual(JSON.parse(served.body), JSON.parse(JSON.stringify(identityDocument)));
  note('get', '/v1/openapi.json', await door.post('/v1/openapi.json', {}));
  assert.deepEqual([...seen].toSorted(), api.told.toSorted());
  assert.ok(api.told.includes(`post ${MODULE} 200`));
});

test('H4: whatever is one change away from a right question gets an answer that the document tells of', async () => {
  await using door = await openTestIdentityDoor();
  const paths = Object.keys(api.paths).filter((path) => path !== '/v1/openapi.json');
  await fc.assert(
    fc.asyncProperty(
      ...[fc.constantFrom(...paths), fc.array(fc.nat(9), { maxLength: 3 }), fc.jsonValue({ maxDepth: 3 })],
      async (path, at, into) => {
        const answer = await door.post(path, mutate(questions(path)[0], at, into) ?? 'null');
        assert.ok(answer.status < 500, answer.body);
        api.holds('post', path, answer);
      },
    ),
    { numRuns: 300 },
  );
});
