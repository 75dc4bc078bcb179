import { isObject } from '../../kernel/is-object.ts';
import type { SayRefusal } from '../../web/door-refusal.ts';
import { HttpProblem } from '../../web/http-problem.ts';
import type { JsonResponse } from '../../web/json-response.ts';
import type { Asked } from '../../web/json-route.ts';
import { JsonProblem, parseStrictJson } from '../../web/strict-json.ts';
import type { HandIn, IntakeRoute } from './hand-in.ts';
import { readFields, readObject } from './read-fields.ts';
import { readSlackText } from './slack-text.ts';

/** Alertmanager's message of a large group. */
const BODY_BYTES = 1_048_576;

/**
 * Stands in for incoming webhooks of Slack and of Mattermost, whose address ends in `/hooks/` and a key. The key is the intake token.
 * The answer is exactly `ok`: Alertmanager posts again after every other one.
 */
export const slackRoutes = ({ handIn }: { readonly handIn: HandIn }): readonly IntakeRoute[] =>
  ['/slack/:key', '/hooks/:key'].map((path) => ({
    ...{ method: 'POST', path, bodyBytes: BODY_BYTES, sayRefusal },
    tokens: (asked) => [asked.param('key')],
    async respond(asked, sender) {
      const said = readSlackText(await messageOf(asked));
      if (said.title === '' && said.text === '') return plain(400, 'no_text');
      const handed = await handIn(said, { sender });
      if (handed.ok) return plain(200, 'ok');
      return refused[handed.refusal];
    },
  }));

/** JSON, whatever type is named, or a form whose field `payload` holds it. */
async function messageOf(asked: Asked): Promise<Readonly<Record<string, unknown>>> {
  const type = asked.headers['content-type'] ?? '';
  if (/^\s*(?:multipart|image|audio|video)\//i.test(type)) throw new HttpProblem('media');
  if (!/^\s*application\/x-www-form-urlencoded/i.test(type)) return readObject(asked);
  const payload = (await readFields(asked)).values.get('payload');
  const message = typeof payload === 'string' ? parseStrictJson(payload) : undefined;
  if (!isObject(message)) throw new JsonProblem('must be JSON');
  return message;
}

const plain = (status: number, body: string): JsonResponse => ({
  status,
  body,
  headers: { 'Content-Type': 'text/plain; charset=utf-8' },
});

/** The same of a message that was read: it may not go there, it says nothing, or it goes to more addresses than one message may. */
const refused = {
  target: plain(403, 'action_prohibited'),
  order: plain(400, 'no_text'),
  'too-many': plain(413, 'invalid_payload'),
} as const;

/** In the words of Slack (docs.slack.dev, "Handling errors" of incoming webhooks). */
const sayRefusal: SayRefusal = ({ kind, status, faultId }) => {
  if (status === 401) return plain(403, 'invalid_token');
  if (faultId !== undefined) return plain(status, `server_error ${faultId}`);
  if (kind === 'too-many' || kind === 'guessing') return plain(429, 'rate_limited');
  if (kind === 'method') return plain(405, 'method_not_allowed');
  return plain(kind === 'too-large' ? 413 : 400, 'invalid_payload');
};
