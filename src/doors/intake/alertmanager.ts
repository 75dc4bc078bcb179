import type { SayRefusal } from '../../web/door-refusal.ts';
import type { JsonResponse } from '../../web/json-response.ts';
import { incidentOf, readAlertGroup, sameAlerts } from './alert-group.ts';
import { sayAlerts } from './alert-text.ts';
import { type HandIn, type IntakeRoute, sentenceOf } from './hand-in.ts';
import { headerTokens } from './shown-tokens.ts';

/** A group is one request: 2,000 alerts are 0.9 MB. What is too large comes back whole, for ever. */
const BODY_BYTES = 8 * 1_048_576;

/**
 * Takes webhooks of the Prometheus Alertmanager: `POST /alertmanager`. An alert that is absent is not taken for resolved. The same alerts
 * in the same states soon after are a repetition: our answer was lost, or two Alertmanagers watch together. Later they are a reminder
 * (`repeat_interval`, 4 hours unless told), which is a notification of its own. Where a service can edit, a group that only says what is
 * resolved changes the message that said it fires.
 */
export const alertmanagerRoutes = ({ handIn }: { readonly handIn: HandIn }): readonly IntakeRoute[] => [
  {
    ...{ method: 'POST', path: '/alertmanager', bodyBytes: BODY_BYTES, sayRefusal, tokens: headerTokens },
    async respond(asked, sender) {
      const group = readAlertGroup(await asked.json());
      if (group === undefined) return wrong(400, 'the body is no webhook of Alertmanager, version 4');
      const repetition = `alertmanager ${sameAlerts(group)}`;
      const handed = await handIn(sayAlerts(group), { sender, repetition, incident: incidentOf(group) });
      if (!handed.ok) return wrong(handed.refusal === 'target' ? 403 : 400, sentenceOf(handed));
      return { status: 200, body: { id: handed.id } };
    },
  },
];

const wrong = (status: number, error: string): JsonResponse => ({ status, body: { status: 'error', error } });

const sayRefusal: SayRefusal = ({ kind, status, detail, faultId, bodyBytes }) => {
  switch (kind) {
    case 'no-token':
    case 'wrong-token':
    case 'guessing':
      // It tries again after neither 401 nor 429, and its log shows this sentence.
      return wrong(
        401,
        'the header Authorization must hold the token of a sender, as Bearer or as the password of Basic',
      );
    case 'too-many':
      // After 429 it waits for a whole group_interval, and an alert that ends meanwhile is never told. 503 is tried again at once.
      return wrong(503, 'too many requests from this sender');
    case 'too-large':
      return wrong(status, `the body must have at most ${bodyBytes} bytes`);
    case 'method':
      return wrong(status, 'webhooks are sent with POST');
    case 'media':
      return wrong(status, 'the body must be application/json, in UTF-8 and not compressed');
    case 'not-utf8':
      return wrong(status, 'the body must be UTF-8');
    case 'fault':
      return wrong(503, `this could not be kept; the log says why under ${faultId}`);
    default:
      return wrong(status, detail === undefined ? 'the request is broken' : `the body ${detail}`);
  }
};
