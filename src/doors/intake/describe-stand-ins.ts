/** Endpoints that stand in for one server, as the OpenAPI document tells of them. */
interface StandIn {
  readonly server: string;
  /** How a request shows the token of its sender, by the names in `securitySchemes`; any of them. Empty: in the path, or it is open. */
  readonly security: readonly string[];
  /** Status of the response to a token that nobody has; undefined where everybody may ask. */
  readonly stranger?: number;
  /** Status of the response to too many requests; 429 if not given. */
  readonly slow?: number;
  /** Media type of the responses; JSON if not given. */
  readonly media?: string;
  /** Status of the response when all is well; 200 if not given. */
  readonly fine?: number;
  /** Methods by path. */
  readonly paths: Readonly<Record<string, readonly Method[]>>;
}

type Method = 'get' | 'post' | 'put' | 'delete';

const header = ['bearer', 'basic'];
const publish: readonly Method[] = ['get', 'post', 'put'];

const matrix = (paths: Readonly<Record<string, readonly Method[]>>): StandIn['paths'] =>
  Object.fromEntries(
    Object.entries(paths).flatMap(([path, methods]) =>
      ['r0', 'v3'].map((version) => [`/_matrix/${path.replace('/', `/${version}/`)}`, methods] as const),
    ),
  );

const standIns: readonly StandIn[] = [
  {
    ...{ server: 'Gotify', security: [...header, 'gotifyKey', 'tokenInQuery'], stranger: 401 },
    // Twice, because people end the address of the server with a slash.
    paths: { '/message': ['post'], '//message': ['post'] },
  },
  {
    ...{ server: 'Slack and Mattermost', security: [], stranger: 403, media: 'text/plain; charset=utf-8' },
    paths: { '/slack/{key}': ['post'], '/hooks/{key}': ['post'] },
  },
  { server: 'Apprise API', security: [], stranger: 401, paths: { '/notify/{key}': ['post'] } },
  { server: 'Apprise API', security: ['appriseId'], stranger: 401, paths: { '/notify': ['post'] } },
  {
    ...{ server: 'Prometheus Alertmanager', security: header, stranger: 401, slow: 503 },
    paths: { '/alertmanager': ['post'] },
  },
  {
    ...{ server: 'ntfy', security: [...header, 'authInQuery'], stranger: 401 },
    paths: {
      ...{ '/': ['post', 'put'], '/{topic}': ['post', 'put'] },
      ...{ '/{topic}/publish': publish, '/{topic}/send': publish, '/{topic}/trigger': publish },
    },
  },
  {
    ...{ server: 'Matrix', security: [] },
    paths: { '/_matrix/client/versions': ['get'], ...matrix({ 'client/login': ['get', 'post'] }) },
  },
  { server: 'Matrix', security: [], fine: 403, paths: matrix({ 'client/register': ['post'] }) },
  {
    ...{ server: 'Matrix', security: [...header, 'accessTokenInQuery'], stranger: 401 },
    paths: matrix({
      ...{
        'client/account/whoami': ['get'],
        'client/logout': ['post'],
        'client/joined_rooms': ['get'],
        'client/sync': ['get'],
      },
      ...{ 'client/directory/room/{room}': ['get'], 'client/join/{room}': ['post'] },
      ...{ 'client/rooms/{room}/join': ['post'], 'client/rooms/{room}/send/{type}': ['post'] },
      ...{ 'client/rooms/{room}/send/{type}/{transaction}': ['put'], 'media/upload': ['post'] },
    }),
  },
  // The rest of the path may have several segments.
  { server: 'Matrix', security: [], fine: 404, paths: { '/_matrix/{rest}': ['get', 'post', 'put', 'delete'] } },
];

/** Descriptions of the parameters in paths. */
const parameters: Readonly<Record<string, string>> = {
  key: 'The intake token of the sender.',
  topic: 'The name of a target, or the secret topic of a sender.',
  room: 'The name of a target, !NAME:anything, #NAME:anything, or the id of a room in a target.',
  type: 'm.room.message alone.',
  transaction: 'The same content with the same one is kept once.',
  rest: 'Anything else that a homeserver has, in any number of segments.',
};

/** Returns the paths of the OpenAPI document that stand in for other servers. Their requests and responses are those that the other servers document. */
export const describeStandIns = (): Readonly<Record<string, object>> =>
  Object.fromEntries(
    standIns.flatMap((standIn) =>
      Object.entries(standIn.paths).map(([path, methods]) => [
        path,
        { ...parametersOf(path), ...Object.fromEntries(methods.map((method) => [method, operationOf(standIn, path)])) },
      ]),
    ),
  );

function parametersOf(path: string): object {
  const names = [...path.matchAll(/\{(\w+)\}/g)].map(([, name = '']) => name);
  if (names.length === 0) return {};
  const schema = { type: 'string' };
  return {
    parameters: names.map((name) => ({ name, in: 'path', required: true, description: parameters[name], schema })),
  };
}

function operationOf({ server, security, stranger, slow = 429, media = JSON_TYPE, fine = 200 }: StandIn, path: string) {
  const content = { [media]: { schema: {} } };
  const told = (description: string) => ({ description, content });
  const ofSender =
    stranger === undefined ? {} : { [stranger]: told('No sender has this token.'), [slow]: tooMany(content) };
  return {
    tags: [server],
    summary: `${path} of ${server}`,
    security: security.map((name) => ({ [name]: [] })),
    responses: { [fine]: told(`As ${server} answers.`), ...ofSender, default: told(`Refused as ${server} refuses.`) },
  };
}

const JSON_TYPE = 'application/json';

const tooMany = (content: object) => ({
  description: 'Too many requests of this sender, or too many wrong tokens from its network.',
  headers: { 'Retry-After': { description: 'Seconds.', schema: { type: 'string' } } },
  content,
});
