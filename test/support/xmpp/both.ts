import { after, before, describe } from 'node:test';
import { needs } from '../needs.ts';
import { startEjabberd } from './ejabberd.ts';
import { startProsodyForClients } from './prosody.ts';
import type { XmppServer, XmppServerOptions } from './server.ts';

const kinds = [
  { name: 'Prosody', part: 'prosody', start: startProsodyForClients },
  { name: 'ejabberd', part: 'ejabberd', start: startEjabberd },
] as const;

/** Runs the tests at a real Prosody and at a real ejabberd, each of which is started once. @param tests get the server as it is by then */
export function atBothServers(
  name: string,
  tests: (server: () => XmppServer) => void,
  options: XmppServerOptions = {},
): void {
  for (const { name: kind, part, start } of kinds) {
    describe(`${name}, at ${kind}`, needs(part), () => {
      let server: XmppServer | undefined;
      before(async () => {
        server = await start(options);
      });
      after(() => server?.[Symbol.asyncDispose]());
      tests(() => {
        if (server === undefined) throw new Error('not started');
        return server;
      });
    });
  }
}
