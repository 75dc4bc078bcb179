import type { HostPort } from '../kernel/host-port.ts';
import { type JsonHandlerNeeds, makeJsonHandler } from './json-handler.ts';
import type { JsonCaller } from './json-route.ts';
import { type ListenerLimits, type OpenListener, openListener } from './listener.ts';

export interface JsonDoorNeeds<Caller extends JsonCaller> extends JsonHandlerNeeds<Caller> {
  readonly listen: HostPort;
  readonly limits?: Partial<ListenerLimits>;
}

/** Opens a listener of its own for programs that speak JSON. Throws `Fault` when it cannot listen. */
export function openJsonDoor<Caller extends JsonCaller>(needs: JsonDoorNeeds<Caller>): Promise<OpenListener> {
  const { listen, limits, log, clock } = needs;
  return openListener({
    ...{ listen, log, app: makeJsonHandler(needs).handle },
    ...(clock === undefined ? {} : { clock }),
    ...(limits === undefined ? {} : { limits }),
  });
}
