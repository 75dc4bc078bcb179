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
  // `errcode` comes from the other side: only its usual form is kept and repeated.
  const errcode = /^[A-Za-z0-9_.]{1,60}$/.test(answer.errcode ?? '') ? answer.errcode : undefined;
  return new HomeserverRefusal(
    `The homeserver refused with ${answer.status}${errcode ? ` (${errcode})` : ''}`,
    { ...answer, errcode },
    {
      code: errcode === 'M_TOO_LARGE' ? 'homeserver.too-large' : 'homeserver.answer',
      retryable: false,
      scope: 'message',
    },
  );
}
