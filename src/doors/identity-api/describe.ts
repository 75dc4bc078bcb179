/**
 * The OpenAPI document of the door. The protocols are those of Synapse's REST password modules and of the REST back end of mxisd and
 * ma1sd. A test compares it with the code. Whatever folders stand in front of a path, it is the same path.
 */
type Operation = 'check' | 'search' | 'searchPhp' | 'single' | 'bulk' | 'profile';

const servers = ['/_ma1sd', '/_mxisd'].map((server) => `${server}/backend/api/v1`);

/** Every path and what it does. */
const operations: readonly (readonly [path: string, does: Operation])[] = [
  ['/_matrix-internal/identity/v1/check_credentials', 'check'],
  ['/_matrix-internal/identity/v1/check_credentials/', 'check'],
  ...servers.flatMap((under) => [
    [`${under}/auth/login`, 'check'] as const,
    [`${under}/directory/user/search`, 'search'] as const,
    [`${under}/identity/single`, 'single'] as const,
    [`${under}/identity/bulk`, 'bulk'] as const,
    ...['displayName', 'threepids', 'roles'].map((asked) => [`${under}/profile/${asked}`, 'profile'] as const),
  ]),
  ['/internal/login.php', 'check'],
  ['/internal/directory_search.php', 'searchPhp'],
  ['/internal/identity_single.php', 'single'],
  ['/internal/identity_bulk.php', 'bulk'],
];

const text = { type: 'string' };
const object = (properties: object, required: readonly string[] = Object.keys(properties)) => ({
  ...{ type: 'object', properties, required, additionalProperties: false },
});
const list = (items: object, maxItems?: number) => ({ type: 'array', items, ...(maxItems && { maxItems }) });

const asked = { type: 'object', properties: { medium: text, address: text } };
const threePid = object({ medium: { enum: ['email', 'msisdn'] }, address: text });
const person = {
  type: 'object',
  properties: { localpart: text, id: text, mxid: text, domain: text, email: text, password: text },
};
const found = object({ user_id: text, display_name: text }, ['user_id']);

const schemas: Readonly<Record<Operation, { readonly says: string; readonly takes: object; readonly gives: object }>> =
  {
    check: {
      says: 'Is this password right? Every refusal is the same, whatever its reason.',
      takes: {
        anyOf: [object({ user: person, display_name: { type: 'boolean' } }, ['user']), object({ auth: person })],
      },
      gives: object({
        auth: {
          anyOf: [
            object({ success: { const: false } }),
            object({
              success: { const: true },
              mxid: text,
              id: object({ type: { const: 'localpart' }, value: text }),
              profile: object({ display_name: text, three_pids: list(threePid) }, ['three_pids']),
            }),
          ],
        },
      }),
    },
    search: {
      says: 'Who has this name or address? Nobody who did not agree to be found.',
      takes: object({ by: { enum: ['name', 'threepid'] }, search_term: text }),
      gives: object({ limited: { type: 'boolean' }, results: list(found, 50) }),
    },
    searchPhp: {
      says: 'The same under the names of the old scripts.',
      takes: object({ by: { enum: ['name', 'threepid'] }, search_term: text }),
      gives: object({ limited: { type: 'boolean' }, results: list(found, 50), result: list(found, 50) }),
    },
    single: {
      says: 'Whose address is this? Nobody: an empty object.',
      takes: object({ lookup: asked }),
      gives: object(
        { lookup: object({ medium: text, address: text, id: object({ type: { const: 'mxid' }, value: text }) }) },
        [],
      ),
    },
    bulk: {
      says: 'Whose addresses are these? Only those that somebody has, each as it was asked for.',
      takes: object({ lookup: list(asked, 10_000) }),
      gives: object({
        lookup: list(
          object({ medium: text, address: text, id: object({ type: { const: 'localpart' }, value: text }) }),
        ),
      }),
    },
    profile: {
      says: 'Display name and addresses of a person. Nobody: an empty profile.',
      takes: person,
      gives: object({ profile: object({ display_name: text, threepids: list(threePid) }, []) }),
    },
  };

const json = (schema: object) => ({ 'application/json': { schema } });
const problem = json({ $ref: '#/components/schemas/Problem' });
const refused = (description: string) => ({ description, content: problem });

const responses = {
  400: refused('No JSON, a content coding, or not what this path takes.'),
  401: refused('Without the secret of a client, where the configuration names some.'),
  405: refused('Only POST.'),
  413: refused('Too large: 64 KiB, in a bulk look-up 2 MiB and 10,000 entries.'),
};
const broken = {
  500: refused('Something is broken here; the log says what.'),
  503: refused('The database does not respond.'),
};

const describeOperation = (path: string, does: Operation) => ({
  post: {
    operationId: `${does}${path.replace(/[^A-Za-z0-9]+/g, '_')}`,
    summary: schemas[does].says,
    // Where no client is named, whoever reaches the listener may ask.
    security: [{ basic: [] }, { bearer: [] }, {}],
    requestBody: { required: true, content: json(schemas[does].takes) },
    responses: {
      200: { description: schemas[does].says, content: json(schemas[does].gives) },
      ...responses,
      // A caller waits for an answer in the form of a refusal, whatever broke.
      ...(does === 'check' ? {} : broken),
    },
  },
});

export const identityDocument = {
  openapi: '3.1.0',
  info: {
    title: 'Porter: accounts',
    version: '1',
    description:
      'What a homeserver and an identity server ask. Nothing is ever null. A secret may also stand as a folder in front of the path.',
  },
  paths: {
    ...Object.fromEntries(operations.map(([path, does]) => [path, describeOperation(path, does)])),
    '/v1/openapi.json': {
      get: {
        operationId: 'describe',
        summary: 'This document',
        security: [],
        responses: { 200: { description: 'It.', content: json({ type: 'object' }) }, 405: responses[405] },
      },
    },
  },
  components: {
    securitySchemes: { basic: { type: 'http', scheme: 'basic' }, bearer: { type: 'http', scheme: 'bearer' } },
    schemas: { Problem: object({ errcode: text, error: text }) },
  },
};
