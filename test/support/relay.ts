import { type FaultProxy, startFaultProxy } from './peers/faults.ts';

/**
 * The address that Synapse knows Porter under. Synapse reads registrations only when it starts, so the relay keeps one port
 * for the whole test while Porter comes, goes, and comes back on other ports: `relay.aim(port)`, `relay.aim(undefined)`.
 * All trouble of the fault proxy can be made on the way: slow, cut, black hole, refused.
 */
export interface Relay extends FaultProxy {
  readonly url: string;
}

export async function startRelay(): Promise<Relay> {
  const proxy = await startFaultProxy({ to: { port: undefined } });
  return Object.assign(proxy, { url: `http://127.0.0.1:${proxy.port}` });
}
