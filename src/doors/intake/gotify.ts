import type { Clock } from '../../kernel/clock.ts';
import { isObject } from '../../kernel/is-object.ts';
import { urgencyOfNumber } from '../../notifications/rules/urgency-of.ts';
import type { SayRefusal } from '../../web/door-refusal.ts';
import type { JsonResponse } from '../../web/json-response.ts';
import { type HandIn, type IntakeRoute, sentenceOf } from './hand-in.ts';
import { type Fields, readFields } from './read-fields.ts';
import { headerText, headerTokens } from './shown-tokens.ts';

/** What a client of Gotify sends; the server's own limit is larger, but no notification is. */
const BODY_BYTES = 1_048_576;

/** Stands in for a Gotify server: `POST /message`, as its API documents it (gotify.net/api-docs, version 2 and 3). */
export function gotifyRoutes({
  handIn,
  clock,
}: {
  readonly handIn: HandIn;
  readonly clock: Clock;
}): readonly IntakeRoute[] {
  // The true server takes both, because people end its address with a slash.
  return ['/message', '//message'].map((path) => ({
    ...{ method: 'POST', path, bodyBytes: BODY_BYTES, sayRefusal },
    tokens: (asked) =>
      [headerText(asked, 'x-gotify-key'), ...asked.query.getAll('token'), ...headerTokens(asked)].filter(
        (text) => text !== '',
      ),
    async respond(asked, sender) {
      const fields = await readFields(asked);
      const message = fields.values.get('message');
      const title = fields.values.get('title') ?? '';
      const priority = priorityOf(fields);
      if (typeof message !== 'string' || message === '') return wrong(400, "Field 'message' is required");
      if (typeof title !== 'string') return wrong(400, "Field 'title' must be text");
      if (priority === undefined) return wrong(400, "Field 'priority' must be a whole number");
      const extras = fields.values.get('extras');
      const handed = await handIn(
        { title, text: message, link: linkIn(extras), urgency: urgencyOfNumber(priority) },
        { sender },
      );
      if (!handed.ok) return wrong(statusOf[handed.refusal], sentenceOf(handed));
      const unused = [...unusedExtras(extras), ...fields.files, ...handed.unused];
      return {
        status: 200,
        body: {
          ...{ id: numberOf(handed.id), appid: 1, message, title: title === '' ? sender.name : title, priority },
          ...{ date: new Date(clock.now()).toISOString(), ...(unused.length > 0 && { unused }) },
        },
      };
    },
  }));
}

const statusOf = { order: 400, target: 403, 'too-many': 413 } as const;

/** 0 if it was left out, undefined if it is no whole number. A form holds it as text, JSON must not. */
function priorityOf({ as, values }: Fields): number | undefined {
  const said = values.get('priority') ?? 0;
  const number = as === 'form' && typeof said === 'string' && /^[+-]?\d{1,9}$/.test(said) ? Number(said) : said;
  return typeof number === 'number' && Number.isInteger(number) ? number : undefined;
}

const CLICK = 'client::notification';

/** `extras` of a message: `{"client::notification": {"click": {"url": "…"}}}`. */
function linkIn(extras: unknown): { readonly url: string } | undefined {
  const said = isObject(extras) ? extras[CLICK] : undefined;
  const click = isObject(said) ? said['click'] : undefined;
  const url = isObject(click) ? click['url'] : undefined;
  return typeof url === 'string' && url !== '' ? { url } : undefined;
}

const unusedExtras = (extras: unknown): readonly string[] =>
  isObject(extras) ? Object.keys(extras).filter((name) => name !== CLICK) : [];

/**
 * Clients read the id as a number: the milliseconds of the UUIDv7 and 5 bits of its random part, which stay below 2^53.
 */
function numberOf(id: string): number {
  const hex = id.replaceAll('-', '');
  return Number.parseInt(hex.slice(0, 12), 16) * 32 + (Number.parseInt(hex.slice(-2), 16) & 31);
}

const titles: Readonly<Record<number, string>> = {
  400: 'Bad Request',
  401: 'Unauthorized',
  403: 'Forbidden',
  404: 'Not Found',
  405: 'Method Not Allowed',
  413: 'Request Entity Too Large',
  429: 'Too Many Requests',
  503: 'Service Unavailable',
};

const wrong = (status: number, errorDescription: string): JsonResponse => ({
  status,
  body: { error: titles[status] ?? 'Internal Server Error', errorCode: status, errorDescription },
});

const sayRefusal: SayRefusal = ({ kind, status, detail, faultId, bodyBytes }) => {
  if (status === 401)
    return wrong(401, 'you need to provide a valid access token or user credentials to access this api');
  if (faultId !== undefined) return wrong(status, `this could not be kept; the log says why under ${faultId}`);
  if (kind === 'too-large') return wrong(status, `the body must have at most ${bodyBytes} bytes`);
  if (kind === 'guessing') return wrong(status, 'too many wrong tokens from your network');
  if (kind === 'too-many') return wrong(status, 'too many requests from this sender');
  if (kind === 'method') return wrong(status, 'messages are sent with POST');
  if (kind === 'not-utf8') return wrong(status, 'the body must be UTF-8');
  // The true server has 400 for this too.
  if (kind === 'media') return wrong(400, 'the body must be JSON, a form or multipart, and not compressed');
  return wrong(status, detail === undefined ? 'the body is broken' : `the body ${detail}`);
};
