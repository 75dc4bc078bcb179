import type { Clock } from '../../../kernel/clock.ts';
import type { Outcome } from '../../../kernel/outcome.ts';
import type { Caller } from '../../../meetings/settings.ts';
import type { Asked, JsonCaller, JsonRoute } from '../../../web/json-route.ts';
import { parseFrame, type RequestObject } from '../parse-frame.ts';

export type TokenRoute = JsonRoute<Caller & JsonCaller>;

export const epochSeconds = (clock: Clock): number => Math.floor(clock.now() / 1_000);

/** Reads a body that is one request of the TCP protocol, by the rules of that protocol. Throws as `Asked.jsonText` does. */
export const readRequest = async (asked: Asked): Promise<Outcome<RequestObject, 'request', string>> =>
  parseFrame(await asked.jsonText());
