import { isObject } from '../../kernel/is-object.ts';
import type { Sender } from '../../notifications/rules/plan.ts';
import { urgencyOf } from '../../notifications/rules/urgency-of.ts';
import type { SayRefusal } from '../../web/door-refusal.ts';
import type { JsonResponse } from '../../web/json-response.ts';
import type { AskedHead, CallerRoute, JsonCaller } from '../../web/json-route.ts';
import { type HandIn, type IntakeRoute, sentenceOf } from './hand-in.ts';
import { type Fields, readFields } from './read-fields.ts';
import { headerText } from './shown-tokens.ts';

/** Attachments are not kept, but come along in JSON as base64. */
const BODY_BYTES = 4 * 1_048_576;

/**
 * Stands in for an Apprise API server: `POST /notify/{key}`, and `POST /notify` with the key in `X-Apprise-Config-ID` as Apprise 2.2
 * sends it. The bodies of Apprise's own `json://` and `form://` are taken as well. The key is the intake token; an unknown one is
 * refused, where the true server answers 204, which looks like success.
 */
export function appriseRoutes({ handIn }: { readonly handIn: HandIn }): readonly IntakeRoute[] {
  const common: Omit<CallerRoute<Sender & JsonCaller>, 'path'> = {
    ...{ method: 'POST', bodyBytes: BODY_BYTES, sayRefusal },
    async respond(asked, sender) {
      const fields = renamed(await readFields(asked), asked.query);
      const [title, body] = [textIn(fields, 'title'), textIn(fields, 'body', 'message')];
      const type = textIn(fields, 'type') || 'info';
      const urgency = urgencyOf('apprise', type);
      if (urgency === undefined || (title === '' && body === '')) return lacking;
      const handed = await handIn({ title, text: body, urgency, to: targetsOf(fields) }, { sender });
      if (!handed.ok) {
        return handed.refusal === 'order'
          ? lacking
          : wrong(handed.refusal === 'target' ? 424 : 413, sentenceOf(handed));
      }
      const unused = [...fields.files, ...(hasAttachments(fields) ? ['attachments'] : []), ...handed.unused];
      return said(fields, unused.length === 0 ? 'Sent' : `Sent without ${unused.join(', ')}`);
    },
  };
  return [
    { ...common, path: '/notify/:key', tokens: (asked) => [asked.param('key')] },
    { ...common, path: '/notify', tokens: idInHeader },
  ];
}

const idInHeader = (asked: AskedHead): readonly string[] =>
  [headerText(asked, 'x-apprise-config-id')].filter((text) => text !== '');

/** `?:message=body` makes the field `message` of the request the field `body` of the notification, as the true server does. */
function renamed(fields: Fields, query: URLSearchParams): Fields {
  const values = new Map(fields.values);
  for (const [name, wanted] of query) {
    if (!name.startsWith(':') || !fields.values.has(name.slice(1))) continue;
    values.delete(name.slice(1));
    if (wanted !== '') values.set(wanted, fields.values.get(name.slice(1)));
  }
  return { ...fields, values };
}

/** The first of these fields that holds text; '' if none does. */
function textIn({ values }: Fields, ...names: readonly string[]): string {
  for (const name of names) {
    const value = values.get(name);
    if (typeof value === 'string' && value !== '') return value;
  }
  return '';
}

/**
 * Tags choose among the services of the true server; here they are names of targets. Commas and blanks stand between them, and `all`
 * is every target of the sender. Undefined: there are none.
 */
function targetsOf({ values, all }: Fields): readonly string[] | undefined {
  const given = values.get('tag') ?? values.get('tags');
  const list = all('tag').length > 0 ? all('tag') : Array.isArray(given) ? given : [given];
  const names = list
    .flatMap((one) => (typeof one === 'string' ? one.split(/[\s,]+/) : []))
    .filter((name) => name !== '');
  return names.length === 0 || names.includes('all') ? undefined : names;
}

function hasAttachments({ values }: Fields): boolean {
  const attachments = values.get('attachments') ?? values.get('attachment') ?? values.get('attach');
  return Array.isArray(attachments) || isObject(attachments)
    ? Object.keys(attachments).length > 0
    : Boolean(attachments);
}

/** The true server answers a form with its log as text, and JSON with JSON. */
const said = ({ as }: Fields, sentence: string): JsonResponse =>
  as === 'json'
    ? { status: 200, body: { error: null, details: [['INFO', '', sentence]] } }
    : { status: 200, body: `INFO - ${sentence}\n`, headers: { 'Content-Type': 'text/plain; charset=utf-8' } };

const wrong = (status: number, error: string): JsonResponse => ({ status, body: { error, details: [] } });

const lacking = wrong(400, 'Payload lacks minimum requirements');

const sayRefusal: SayRefusal = ({ kind, status, detail, faultId, bodyBytes }) => {
  if (status === 401) return wrong(401, 'This key is not known');
  if (faultId !== undefined) return wrong(status, `This could not be kept; the log says why under ${faultId}`);
  switch (kind) {
    case 'too-large':
      return wrong(status, `The body must have at most ${bodyBytes} bytes`);
    case 'guessing':
      return wrong(status, 'Too many wrong keys from your network');
    case 'too-many':
      return wrong(status, 'Too many requests from this sender');
    case 'method':
      return wrong(status, 'Notifications are sent with POST');
    case 'media':
      return wrong(status, 'The body must be JSON, a form or multipart, and not compressed');
    case 'not-utf8':
      return wrong(status, 'The body must be UTF-8');
    default:
      return wrong(status, detail === undefined ? 'The body is broken' : `The body ${detail}`);
  }
};
