import { bad, type CheckLine, fine, unknown } from '../../kernel/check-line.ts';
import type { Outside } from './outside.ts';

const PART = 'intake';

/**
 * Looks whether programs that notify reach the intake at a public address, which the configuration does not hold. No token is shown.
 *
 * @param origin `https://notify.example.org`
 */
export async function checkIntake(origin: string, { ask }: Outside): Promise<CheckLine> {
  const url = `${origin}/v1/notifications`;
  const headers = { 'content-type': 'application/json' };
  const response = await ask(url, { method: 'POST', headers, body: '{}' });
  if (response.kind === 'none') {
    return unknown(PART, {
      code: 'intake.not-asked',
      sentence: `Whether ${url} leads to Porter's intake is not known: ${response.why}.`,
      remedy: 'Mend what stands above, then look again.',
    });
  }
  const { status, location, headers: said } = response;
  if (status >= 300 && status < 400) {
    return bad(PART, {
      code: 'intake.redirected',
      sentence: `${origin} answers programs with a redirect (${status}${location === undefined ? '' : ` to ${location}`}): nearly all of them turn it into a GET, and what they wanted to say is lost.`,
      remedy: 'Let no redirect stand in front of the intake: give programs the address at its end.',
    });
  }
  if (status === 401 && said['content-type']?.startsWith('application/problem+json')) {
    return fine(
      PART,
      `${origin} leads programs to Porter's intake, without a redirect; it refused us, who showed no token.`,
    );
  }
  return bad(PART, {
    code: 'intake.other-answer',
    sentence: `${url} answers ${status}, and not as Porter's intake does to somebody without a token.`,
    remedy: 'Let the proxy pass this address to intake.listen.',
  });
}
