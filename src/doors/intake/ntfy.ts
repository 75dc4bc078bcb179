import { type Clock, SECOND } from '../../kernel/clock.ts';
import type { Secret } from '../../kernel/secret.ts';
import type { Sender } from '../../notifications/rules/plan.ts';
import { type Bearer, makeTokenCheck } from '../../web/bearer.ts';
import type { SayRefusal } from '../../web/door-refusal.ts';
import { HttpProblem } from '../../web/http-problem.ts';
import type { JsonResponse } from '../../web/json-response.ts';
import type { Asked, AskedHead } from '../../web/json-route.ts';
import { type HandIn, type IntakeRoute, type NotHandedIn, sentenceOf } from './hand-in.ts';
import { type NtfyMessage, type ReadNtfy, readNtfyMessage } from './ntfy-message.ts';
import { readObject } from './read-fields.ts';
import { headerTokens, tokensIn } from './shown-tokens.ts';

/** Attachments are not kept, but a client may send one; ntfy.sh takes 2 MB. */
const BODY_BYTES = 2_097_152;

/** A topic of ntfy. Targets of Porter are a part of these. */
const TOPIC = /^[-_A-Za-z0-9]{1,64}$/;

/** The text that ntfy gives a message without one. */
const TRIGGERED = 'triggered';

export interface NtfyNeeds {
  readonly handIn: HandIn;
  readonly clock: Clock;
  /** Topics that nobody else knows, and the intake token of the sender that each stands for. */
  readonly secretTopics: readonly Bearer<Secret>[];
}

/** Stands in for an ntfy server: publishing as docs.ntfy.sh/publish has it. A topic is the name of a target, or a secret one. */
export function ntfyRoutes({ handIn, clock, secretTopics }: NtfyNeeds): readonly IntakeRoute[] {
  const checkTopic = makeTokenCheck(secretTopics);
  /** The token of the sender whose secret topic this is, in a list; an empty list if it is nobody's. */
  function tokenOf(topic: string): readonly string[] {
    const found = checkTopic([topic]);
    return found.is === 'known' ? [found.caller.reveal().trim()] : [];
  }
  const common = {
    ...{ bodyBytes: BODY_BYTES, sayRefusal },
    tokens: (asked: AskedHead) => [...tokenOf(asked.param('topic')), ...shownTokens(asked)],
  };

  async function publish(
    topic: string,
    read: ReadNtfy,
    body: string | undefined,
    sender: Sender,
  ): Promise<JsonResponse> {
    if (!read.ok) return read.refusal === 'priority' ? priorityWrong : jsonWrong;
    const { title, priority, urgency, tags, link, filename } = read.value;
    const message = textOf(read.value, body);
    if (message === undefined) return notUtf8;
    const text = message === TRIGGERED && title !== '' ? '' : message;
    const handed = await handIn(
      {
        title,
        text,
        link,
        urgency,
        to: tokenOf(topic).length > 0 ? undefined : [topic],
        facts: tags.length === 0 ? [] : [['tags', tags.join(', ')]],
      },
      { sender },
    );
    if (!handed.ok) return refusedBy(handed);
    const isFile = filename !== '' && read.value.message !== undefined && body !== '';
    const unused = [...read.value.unused, ...(isFile ? ['attachment'] : []), ...handed.unused];
    return {
      status: 200,
      body: {
        ...{ id: handed.id, time: Math.floor(clock.now() / SECOND), event: 'message', topic, message },
        ...(title !== '' && { title }),
        ...(priority > 0 && { priority }),
        ...(tags.length > 0 && { tags }),
        ...(link !== undefined && { click: link.url }),
        ...(unused.length > 0 && { unused }),
      },
    };
  }

  const toTopic = async (asked: Asked, sender: Sender): Promise<JsonResponse> => {
    const topic = asked.param('topic');
    if (asked.method === 'HEAD' || !TOPIC.test(topic)) return notFound;
    return publish(topic, readNtfyMessage(asked), await textIn(asked), sender);
  };

  const asJson = async (asked: Asked, sender: Sender): Promise<JsonResponse> => {
    const json = await readObject(asked);
    const { topic } = json;
    if (typeof topic !== 'string' || !TOPIC.test(topic)) return topicWrong;
    return publish(topic, readNtfyMessage(asked, json), '', sender);
  };

  return [
    ...(['POST', 'PUT'] as const).flatMap((method) => [
      { ...common, method, path: '/', respond: asJson },
      { ...common, method, path: '/:topic', respond: toTopic },
    ]),
    ...(['publish', 'send', 'trigger'] as const).flatMap((word) =>
      (['GET', 'POST', 'PUT'] as const).map((method) => ({
        ...common,
        method,
        path: `/:topic/${word}`,
        respond: toTopic,
      })),
    ),
  ];
}

/** The header, or `?auth=`, which holds its value in base64. */
const shownTokens = (asked: AskedHead): readonly string[] => [
  ...headerTokens(asked),
  ...asked.query.getAll('auth').flatMap((coded) => tokensIn(Buffer.from(coded, 'base64').toString('utf8'))),
];

/** The body; undefined if it is no UTF-8. */
async function textIn(asked: Asked): Promise<string | undefined> {
  try {
    return await asked.text();
  } catch (error) {
    if (error instanceof HttpProblem && error.kind === 'not-utf8') return undefined;
    throw error;
  }
}

/**
 * A message beside the body makes the body a file, which means nothing here. A file alone is the text if it is text: Apprise sends
 * long texts so. Undefined if there is only something that is no text. @param body undefined: it is no UTF-8
 */
function textOf({ message, filename }: NtfyMessage, body: string | undefined): string | undefined {
  if (message !== undefined) return message;
  if (body !== undefined && body !== '') return body;
  if (filename !== '') return `You received a file: ${filename}`;
  return body === undefined ? undefined : TRIGGERED;
}

const wrong = (status: number, code: number, error: string): JsonResponse => ({
  status,
  body: { code, http: status, error, link: 'https://docs.ntfy.sh/publish/' },
});

const notFound = wrong(404, 40401, 'page not found');
const forbidden = wrong(403, 40301, 'forbidden');
const priorityWrong = wrong(400, 40007, 'invalid priority parameter');
const topicWrong = wrong(400, 40009, 'invalid request: topic invalid');
const notUtf8 = wrong(400, 40011, 'invalid message: message must be UTF-8 encoded');
const jsonWrong = wrong(400, 40024, 'invalid request: request body must be valid JSON');

function refusedBy(handed: NotHandedIn): JsonResponse {
  if (handed.refusal === 'target') return forbidden;
  const status = handed.refusal === 'too-many' ? 413 : 400;
  return wrong(status, status === 413 ? 41301 : 40011, `invalid message: ${sentenceOf(handed)}`);
}

const sayRefusal: SayRefusal = ({ kind, status, detail, faultId, bodyBytes }) => {
  if (status === 401) return wrong(401, 40101, 'unauthorized');
  if (faultId !== undefined) return wrong(status, 50001, `internal server error; the log says why under ${faultId}`);
  switch (kind) {
    case 'method':
    case 'not-found':
      return notFound;
    case 'not-utf8':
      return notUtf8;
    case 'media':
      return wrong(415, 40011, 'invalid message: the body must not be compressed');
    case 'too-large':
      return wrong(413, 41301, `a body must have at most ${bodyBytes} bytes`);
    case 'too-many':
    case 'guessing':
      return wrong(429, 42901, 'limit reached: too many requests, please be nice');
    default:
      return detail === undefined ? jsonWrong : wrong(400, 40024, `invalid request: request body ${detail}`);
  }
};
