import { bearerToken } from '../../web/bearer.ts';
import type { JsonResponse } from '../../web/json-response.ts';
import type { AskedHead } from '../../web/json-route.ts';

/** Also where older clients put it. Undefined if there is none. */
export function accessToken({ headers, query }: Pick<AskedHead, 'headers' | 'query'>): string | undefined {
  const given = bearerToken(headers.authorization)[0] ?? query.get('access_token') ?? '';
  return given === '' ? undefined : given;
}

/** What no homeserver gives as a token, and no header can carry. */
export const isNoToken = (token: string): boolean => !/^[\x21-\x7e]{1,4096}$/.test(token);

export const tokenMissing: JsonResponse = {
  status: 401,
  body: { errcode: 'M_MISSING_TOKEN', error: 'Missing access token' },
};

export const tokenUnknown: JsonResponse = {
  status: 401,
  body: { errcode: 'M_UNKNOWN_TOKEN', error: 'Unknown access token' },
};
