import { Fault, type FaultOptions } from '../kernel/fault.ts';
import { plainText } from '../kernel/plain-text.ts';
import type { MatrixResponse } from './client.ts';

/** The homeserver refused this one request. Adapters act on `status` and `errcode`, never on the text. */
export class HomeserverRefusal extends Fault {
  readonly status: number;
  readonly errcode: string | undefined;

  constructor(message: string, response: Pick<MatrixResponse, 'status' | 'errcode'>, options: FaultOptions) {
    super(message, options);
    this.name = 'HomeserverRefusal';
    this.status = response.status;
    this.errcode = response.errcode;
  }
}

/** A refusal; its body may be left out where there was none. */
type RefusedResponse = Pick<MatrixResponse, 'status' | 'errcode'> & Partial<Pick<MatrixResponse, 'body'>>;

const LONGEST_WORDS = 200;

/** It comes from the other side, so it is repeated only in its usual form. */
const usual = (errcode: string | undefined): string | undefined =>
  /^[A-Za-z0-9_.]{1,60}$/.test(errcode ?? '') ? errcode : undefined;

/** What the homeserver said, one line without the IDs of rooms and people. */
export function wordsOf({ status, errcode, body }: RefusedResponse): string {
  const said = typeof body?.['error'] === 'string' ? body['error'].slice(0, 2_000) : '';
  const words = plainText(said.replace(/[@!#$][^\s,'")\]]+/g, '…'), LONGEST_WORDS);
  return [usual(errcode) ?? String(status), words].filter((part) => part !== '').join(': ');
}

/**
 * Makes the fault of an unexpected 4xx: the homeserver will never take this one message or request.
 *
 * @param words what it said of a message; left out for all other requests, which may hold a password or a person's address
 */
export function refusalOf(response: RefusedResponse, words?: string): HomeserverRefusal {
  const errcode = usual(response.errcode);
  return new HomeserverRefusal(
    `The homeserver refused with ${response.status}${errcode ? ` (${errcode})` : ''}`,
    { ...response, errcode },
    {
      code: errcode === 'M_TOO_LARGE' ? 'homeserver.too-large' : 'homeserver.answer',
      retryable: false,
      scope: 'message',
      place: 'homeserver',
      ...(words === undefined ? {} : { words }),
    },
  );
}

/**
 * Makes the fault of a 4xx to a request that reads or writes inside a room. 403 means that Porter is not in the room or may not
 * speak there, which concerns everything in that room and ends with an invitation. Synapse refuses reading as well as writing
 * some moments after Porter has left (seen after its user was deactivated).
 *
 * @param place the place that stands for this room, when it is another than the job's own
 */
export function roomRefusalOf(response: RefusedResponse, place?: 'team-room'): Fault {
  if (response.status !== 403) return refusalOf(response, wordsOf(response));
  return new Fault('Porter may not read or write in this room', {
    ...{ code: 'homeserver.not-in-room', retryable: true, scope: 'channel' },
    ...(place === undefined ? {} : { place }),
    words: wordsOf(response),
    remedy: 'Invite Porter to that room again and let it send messages there.',
  });
}
