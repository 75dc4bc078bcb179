import { isObject } from '../../kernel/is-object.ts';
import { botTrouble } from './faults.ts';

/** Bytes of a response that are read; a sent message comes back whole, with its entities. */
const LONGEST_ANSWER = 256 * 1024;
/** The same for a list of what people wrote. */
const LONGEST_LIST = 4 * 1024 * 1024;

export interface BotApi {
  /** Without a slash at the end. */
  readonly url: string;
  readonly token: string;
}

/** A response in the form that the Bot API gives all of them (core.telegram.org/bots/api#making-requests). */
export interface BotResponse {
  readonly status: number;
  /** Undefined if something else than the Bot API answered. */
  readonly body:
    | {
        readonly result: unknown;
        /** The service's words for a refusal; '' if there are none. */
        readonly description: string;
        readonly parameters: Readonly<Record<string, unknown>>;
      }
    | undefined;
}

/**
 * Calls one method of the Bot API once; follows no redirect and repeats nothing. Throws `Fault` if no response came. The token is part
 * of the address, so neither address nor error is passed on.
 */
export async function callBotApi(
  api: BotApi,
  method: 'getMe' | 'sendMessage' | 'editMessageText' | 'getUpdates',
  args: Readonly<Record<string, unknown>>,
  signal: AbortSignal,
): Promise<BotResponse> {
  // Loaded with the first call, because a Porter without Telegram never needs it.
  const { request } = await import('undici');
  signal.throwIfAborted();
  try {
    const response = await request(`${api.url}/bot${api.token}/${method}`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', accept: 'application/json' },
      body: JSON.stringify(args),
      signal,
    });
    const longest = method === 'getUpdates' ? LONGEST_LIST : LONGEST_ANSWER;
    const chunks: Buffer[] = [];
    let size = 0;
    for await (const chunk of response.body as AsyncIterable<Buffer>) {
      chunks.push(chunk);
      size += chunk.length;
      // Leaving the loop destroys the stream and with it the connection.
      if (size > longest) return { status: response.statusCode, body: undefined };
    }
    return { status: response.statusCode, body: readBody(Buffer.concat(chunks).toString('utf8')) };
  } catch (error) {
    throw botTrouble(error, new URL(api.url).hostname);
  }
}

function readBody(text: string): BotResponse['body'] {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    return undefined;
  }
  if (!isObject(value) || typeof value['ok'] !== 'boolean') return undefined;
  const { result, description, parameters } = value;
  return {
    result,
    description: typeof description === 'string' ? description : '',
    parameters: isObject(parameters) ? parameters : {},
  };
}
