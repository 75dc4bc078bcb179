import type { AddressResponse } from '../../kernel/ask-address.ts';
import type { JsonResponse } from '../../web/json-response.ts';

/** A request of a client that is passed on to the homeserver. */
export interface PassedOn {
  readonly method?: 'POST';
  /** The client's own access token. */
  readonly token: string | undefined;
  readonly userAgent: string | undefined;
  /** JSON. */
  readonly body?: string;
}

/** Asks the homeserver in the name of a client, within 10 s. Never throws. @param path of the client API, with its slash */
export type AskHomeserver = (path: string, asked: PassedOn) => Promise<AddressResponse>;

/** What a client is told while its homeserver cannot be asked, as proxies in front of one say it. */
export const homeserverAway: JsonResponse = {
  status: 502,
  body: { errcode: 'M_UNKNOWN', error: 'The homeserver does not respond. Try again later.' },
};
