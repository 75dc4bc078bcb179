/**
 * The OpenAPI document of the Matrix paths that Porter takes in front of the homeserver. Requests and responses are those of the
 * Matrix specification (Client-Server API, `account/password`, `capabilities`, `user_directory/search`). A test compares it with the code.
 */
const CLIENT = '/_matrix/client';

const text = { type: 'string' };
const json = (schema: object) => ({ 'application/json': { schema } });
const problem = json({ $ref: '#/components/schemas/Problem' });
const refused = (description: string) => ({ description, content: problem });

const common = {
  401: refused('The homeserver does not know the access token.'),
  403: refused('The homeserver refuses, or the token is nobody’s who has an account here.'),
  405: refused('Another method.'),
  502: refused('The homeserver does not respond.'),
  default: refused('Porter’s database does not respond, or something is broken here.'),
};
const limited = {
  400: refused('No JSON, or not what this path takes.'),
  413: refused('Larger than 64 KiB.'),
  429: refused('Too many of this user or network; retry_after_ms says until when.'),
};

const password = {
  post: {
    summary: 'Changes the password of an account here',
    description: 'User-interactive authentication with m.login.password, in one request or in two.',
    security: [{ accessToken: [] }],
    requestBody: {
      required: true,
      content: json({
        type: 'object',
        properties: { new_password: text, logout_devices: { type: 'boolean' }, auth: { type: 'object' } },
      }),
    },
    responses: {
      200: { description: 'It is changed.', content: json({ type: 'object', additionalProperties: false }) },
      ...{ ...common, ...limited },
      401: {
        description:
          'Prove who you are: the password, with this session. Or the homeserver does not know the access token.',
        content: json({
          anyOf: [{ $ref: '#/components/schemas/Proof' }, { $ref: '#/components/schemas/Problem' }],
        }),
      },
    },
  },
};

const capabilities = {
  get: {
    summary: 'What the homeserver can do, and that passwords can be changed',
    security: [{ accessToken: [] }],
    responses: {
      200: {
        description: 'As the homeserver said it, but for m.change_password.',
        content: json({
          type: 'object',
          properties: {
            capabilities: {
              type: 'object',
              properties: { 'm.change_password': { type: 'object', properties: { enabled: { const: true } } } },
              required: ['m.change_password'],
            },
          },
          required: ['capabilities'],
        }),
      },
      ...common,
    },
  },
};

const userDirectory = {
  post: {
    summary: 'Searches people: those here who agreed, and whom the homeserver found',
    security: [{ accessToken: [] }],
    requestBody: {
      required: true,
      content: json({
        ...{ type: 'object', properties: { search_term: text, limit: { type: 'integer', minimum: 0 } } },
        required: ['search_term'],
      }),
    },
    responses: {
      200: {
        description: 'At most 50.',
        content: json({
          type: 'object',
          properties: {
            limited: { type: 'boolean' },
            results: {
              ...{ type: 'array', maxItems: 50 },
              items: { type: 'object', properties: { user_id: text, display_name: text }, required: ['user_id'] },
            },
          },
          required: ['limited', 'results'],
        }),
      },
      ...{ ...common, ...limited },
    },
  },
};

const under = (versions: readonly string[], path: string, operations: object) =>
  Object.fromEntries(versions.map((version) => [`${CLIENT}/${version}/${path}`, operations]));

export const clientDocument = {
  openapi: '3.1.0',
  info: {
    title: 'Porter: for Matrix clients',
    version: '1',
    description:
      'Paths of the homeserver that the proxy sends to Porter. All of them answer OPTIONS too, for browsers.',
  },
  paths: {
    ...under(['r0', 'v3', 'unstable'], 'account/password', password),
    // Of the old PHP bot, in whatever folder it was.
    '/internal/intercept_change_password.php': password,
    ...under(['r0', 'v3'], 'capabilities', capabilities),
    ...under(['r0', 'v3'], 'user_directory/search', userDirectory),
    '/v1/openapi.json': {
      get: {
        summary: 'This document',
        security: [],
        responses: { 200: { description: 'It.', content: json({ type: 'object' }) }, 405: common[405] },
      },
    },
  },
  components: {
    securitySchemes: { accessToken: { type: 'http', scheme: 'bearer' } },
    schemas: {
      Problem: {
        type: 'object',
        properties: { errcode: text, error: text, retry_after_ms: { type: 'integer' } },
        required: ['errcode', 'error'],
      },
      Proof: {
        type: 'object',
        properties: {
          session: text,
          flows: { type: 'array', items: { type: 'object', properties: { stages: { type: 'array', items: text } } } },
          params: { type: 'object' },
          completed: { type: 'array', items: text },
          ...{ errcode: text, error: text },
        },
        required: ['session', 'flows', 'params', 'completed'],
      },
    },
  },
};
