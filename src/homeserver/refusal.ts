import { Fault, type FaultOptions } from '../kernel/fault.ts';
import type { Answer } from './client.ts';

/** The homeserver answered, and said no to this one request. Adapters act on `status` and `errcode`, never on the text. */
export class HomeserverRefusal extends Fault {
  readonly status: number;
  readonly errcode: string | undefined;

  constructor(message: string, answer: Pick<Answer, 'status' | 'errcode'>, options: FaultOptions) {
    super(message, options);
    this.name = 'HomeserverRefusal';
    this.status = answer.status;
    this.errcode = answer.errcode;
  }
}

/** The fault of a 4xx answer that nobody expected: this one message or request will never be taken. */
export function refusalOf(answer: Pick<Answer, 'status' | 'errcode'>): HomeserverRefusal {
  // `errcode` comes from the other side, so it is repeated only in its usual form.
  const errcode = /^[A-Za-z0-9_.]{1,60}$/.test(answer.errcode ?? '') ? answer.errcode : undefined;
  return new HomeserverRefusal(
    `The homeserver refused with ${answer.status}${errcode ? ` (${errcode})` : ''}`,
    { ...answer, errcode },
    {
      code: errcode === 'M_TOO_LARGE' ? 'homeserver.too-large' : 'homeserver.answer',
      retryable: false,
      scope: 'message',
      place: 'homeserver',
    },
  );
}

/**
 * The fault of a 4xx answer to a request that reads or writes inside a room. 403 means that Porter is not in the room or may not
 * speak there, which concerns everything in that room and ends with an invitation. Synapse refuses reading as well as writing
 * some moments after Porter has left (seen after its user was deactivated).
 *
 * @param place the place that stands for this room, when it is another than the job's own
 */
export function roomRefusalOf(answer: Pick<Answer, 'status' | 'errcode'>, place?: 'team-room'): Fault {
  if (answer.status !== 403) return refusalOf(answer);
  return new Fault('Porter may not read or write in this room', {
    ...{ code: 'homeserver.not-in-room', retryable: true, scope: 'channel' },
    ...(place === undefined ? {} : { place }),
    remedy: 'Invite Porter to that room again and let it send messages there.',
  });
}
