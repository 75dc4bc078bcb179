import type { AcceptRefusal, AcceptUseCases } from '../../notifications/accept.ts';
import type { DeliveryState, Look } from '../../notifications/look.ts';
import type { RefusalKind, SayRefusal } from '../../web/door-refusal.ts';
import type { JsonResponse } from '../../web/json-response.ts';
import type { IntakeRoute } from './hand-in.ts';
import { headerTokens } from './shown-tokens.ts';

export interface NativeNeeds {
  readonly accept: AcceptUseCases;
  readonly look: Look;
}

/** 1,000 notifications of 8 KiB. */
const BODY_BYTES = 8 * 1024 * 1024;

/** Porter's own way in: `POST /v1/notifications`, and what became of them. */
export function nativeRoutes({ accept, look }: NativeNeeds): readonly IntakeRoute[] {
  return [
    {
      method: 'POST',
      path: '/v1/notifications',
      bodyBytes: BODY_BYTES,
      tokens: headerTokens,
      async respond(asked, sender) {
        const body = await asked.json();
        const header = asked.headers['idempotency-key'];
        const key = Array.isArray(header) ? header.join(',') : header;
        const outcome = await accept.accept(Array.isArray(body) ? body : [body], { sender, key });
        if (!outcome.ok) return refusedBy(outcome);
        const { ids, repeated, unused } = outcome.value;
        const [id] = ids;
        const named = Array.isArray(body) ? { ids } : { id };
        return { status: 202, body: { ...named, ...(repeated && { repeated }), ...(unused.length > 0 && { unused }) } };
      },
    },
    {
      method: 'GET',
      path: '/v1/notifications/:id',
      tokens: headerTokens,
      async respond(asked, sender) {
        const id = asked.param('id');
        const found = await look({ sender: sender.name, id });
        if (found === undefined) return problem(404, 'not-found', 'this sender has no such notification');
        const summaries = found.summaries.map((one) => ({ ...one, deliveries: one.deliveries.map(timesInWords) }));
        return { status: 200, body: { id, deliveries: found.deliveries.map(timesInWords), summaries } };
      },
    },
  ];
}

const timesInWords = (state: DeliveryState) => ({
  ...state,
  acceptedAt: new Date(state.acceptedAt).toISOString(),
  doneAt: state.doneAt === null ? null : new Date(state.doneAt).toISOString(),
});

const statusOf = { order: 400, target: 403, 'too-many': 413, key: 400, other: 409 } as const;

/** Characters of a name that a refusal repeats; the name of a target has at most 63. */
const LONGEST_SHOWN = 64;

function refusedBy({ refusal, detail }: Exclude<AcceptRefusal, { readonly ok: true }>): JsonResponse {
  const sentence =
    refusal === 'target' ? `this sender reaches no target of the name ${detail.slice(0, LONGEST_SHOWN)}` : detail;
  return problem(statusOf[refusal], refusal, sentence);
}

/** RFC 9457. @param kind short and stable, for programs @param detail one sentence for people */
const problem = (
  status: number,
  kind: string,
  detail: string,
  fields: Readonly<Record<string, unknown>> = {},
): JsonResponse => ({
  status,
  body: { type: 'about:blank', title: kind, status, detail, ...fields },
  headers: { 'Content-Type': 'application/problem+json' },
});

const NO_SENDER = 'the header Authorization must hold the token of a sender, as Bearer or as the password of Basic';

const sentences: Partial<Record<RefusalKind, string>> = {
  'no-token': NO_SENDER,
  'wrong-token': NO_SENDER,
  guessing: 'too many wrong tokens from your network; the header Retry-After says when to try another',
  'not-utf8': 'the body must be UTF-8',
  'not-found': 'there is nothing here; notifications go to /v1/notifications',
  method: 'this method is not possible here; the header Allow names those that are',
  media: 'the request must be of Content-Type application/json, in UTF-8 and not compressed',
  'too-many': 'too many requests from this sender; the header Retry-After says when to go on',
};

/** Whatever is refused before a route runs. */
export const sayRefusal: SayRefusal = ({ kind, status, detail, faultId, bodyBytes, fields }) =>
  problem(
    status,
    kind,
    faultId !== undefined
      ? `this could not be kept; the log says why under ${faultId}`
      : kind === 'too-large'
        ? `the body must have at most ${bodyBytes} bytes`
        : detail === undefined
          ? (sentences[kind] ?? 'the request came broken')
          : `the body ${detail}`,
    fields,
  );
