/** The doors that stand in for one server, as the document tells of them. */
interface Doors {
  readonly server: string;
  /** How a request shows the token of its sender, by the names in `securitySchemes`; any of them. Empty: in the path, or it is open. */
  readonly security: readonly string[];
  /** What a token that nobody has is answered; undefined where everybody may ask. */
  readonly stranger?: number;
  /** What too many requests are answered; 429 unless told. */
  readonly slow?: number;
  /** Type of the answers; JSON unless told. */
  readonly media?: string;
  /** What is answered when all is well; 200 unless told. */
  readonly fine?: number;
  /** Methods by path. */
  readonly paths: Readonly<Record<string, readonly Method[]>>;
}

type Method = 'get' | 'post' | 'put' | 'delete';

const header = ['bearer', 'basic'];
const publish: readonly Method[] = ['get', 'post', 'put'];

const matrix = (paths: Readonly<Record<string, readonly Method[]>>): Doors['paths'] =>
  Object.fromEntries(
    Object.entries(paths).flatMap(([path, methods]) =>
      ['r0', 'v3'].map((version) => [`/_matrix/${path.replace('/', `/${version}/`)}`, methods] as const),
    ),
  );

const doors: readonly Doors[] = [
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

/** What the parts of paths are that have a name. */
const parts: Readonly<Record<string, string>> = {
  key: 'The intake token of the sender.',
  topic: 'The name of a target, or the secret topic of a sender.',
  room: 'The name of a target, !NAME:anything, #NAME:anything, or the id of a room in a target.',
  type: 'm.room.message alone.',
  transaction: 'The same content with the same one is kept once.',
  rest: 'Anything else that a homeserver has, in any number of segments.',
};

/** Paths of the OpenAPI document: the doors that stand in for other servers. What they take and answer is what those document. */
export const describeDoors = (): Readonly<Record<string, object>> =>
  Object.fromEntries(
    doors.flatMap((door) =>
      Object.entries(door.paths).map(([path, methods]) => [
        path,
        { ...parametersOf(path), ...Object.fromEntries(methods.map((method) => [method, operationOf(door, path)])) },
      ]),
    ),
  );

function parametersOf(path: string): object {
  const names = [...path.matchAll(/\{(\w+)\}/g)].map(([, name = '']) => name);
  if (names.length === 0) return {};
  const schema = { type: 'string' };
  return { parameters: names.map((name) => ({ name, in: 'path', required: true, description: parts[name], schema })) };
}

function operationOf({ server, security, stranger, slow = 429, media = JSON_TYPE, fine = 200 }: Doors, path: string) {
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
