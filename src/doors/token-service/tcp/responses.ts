import type { TokenOutcome } from '../../../meetings/use-cases.ts';

/**
 * A response as the old token server gave it: compact JSON with the keys in this order, a newline, NUL. Its clients search the
 * text for `"seq":7` and `"token":"…"`, so there must be no space inside.
 *
 * @param time epoch seconds, whole
 * @param seq JSON, as it was sent; undefined when it was not
 */
export function responseOf(outcome: TokenOutcome, time: number, seq: string | undefined): string {
  if (!outcome.ok) return refusal(outcome.detail, time, seq);
  const { message, token } = outcome.value;
  // A compact JWS is base64url and dots: nothing in it needs escaping.
  return `{"success":true,"message":${JSON.stringify(message)},"token":"${token}","time":${time}${seqPart(seq)}}\n\0`;
}

/** @param message one sentence */
export function refusal(message: string, time: number, seq: string | undefined): string {
  return `{"success":false,"message":${JSON.stringify(message)},"token":"","time":${time}${seqPart(seq)}}\n\0`;
}

const seqPart = (seq: string | undefined): string => (seq === undefined ? '' : `,"seq":${seq}`);
