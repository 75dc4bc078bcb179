import type { HttpAnswer } from '../inner/http.ts';

/** Answers as the service gives them, for `faults.add({ answer })`. */
export const discordAnswers = {
  tooMany: (retryAfter: number, scope: 'user' | 'shared' | 'global' = 'user'): HttpAnswer => ({
    status: 429,
    headers: {
      // The header has whole seconds, the body has fractions.
      'retry-after': String(Math.ceil(retryAfter)),
      'x-ratelimit-scope': scope,
      ...(scope === 'global'
        ? { 'x-ratelimit-global': 'true' }
        : {
            'x-ratelimit-limit': '5',
            'x-ratelimit-remaining': scope === 'shared' ? '4' : '0',
            'x-ratelimit-reset': String(Date.now() / 1000 + retryAfter),
            'x-ratelimit-reset-after': String(retryAfter),
            'x-ratelimit-bucket': 'stand-in',
          }),
    },
    body: {
      message: scope === 'shared' ? 'The resource is being rate limited.' : 'You are being rate limited.',
      retry_after: retryAfter,
      global: scope === 'global',
    },
  }),
  refusal: (status: number, code: number, message: string): HttpAnswer => ({ status, body: { message, code } }),
  internal: { status: 500, body: { message: '500: Internal Server Error', code: 0 } },
  badGateway: { status: 502, body: '<html>\r\n<head><title>502 Bad Gateway</title></head>\r\n</html>\r\n' },
  /** What stands in front of the service, to a network that it bars. */
  barred: (status: 403 | 429): HttpAnswer => ({
    status,
    headers: status === 429 ? { 'retry-after': '3600' } : {},
    body: '<!doctype html><title>Access denied | discord.com used Cloudflare to restrict access</title>',
  }),
} satisfies Record<string, HttpAnswer | ((...a: never[]) => HttpAnswer)>;

/** Thrown where the service refuses a request. */
export class Refused extends Error {
  readonly answer: HttpAnswer;

  constructor(status: number, code: number, message: string, errors?: object) {
    super(message);
    this.answer = { status, body: { message, code, ...(errors ? { errors } : {}) } };
  }
}

export const formError = (field: string, code: string, message: string): Refused =>
  new Refused(400, 50035, 'Invalid Form Body', { [field]: { _errors: [{ code, message }] } });
