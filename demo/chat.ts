import { findPart } from '../scripts/parts.mjs';
import { openPerson, type XmppPerson } from '../test/support/xmpp/person.ts';
import { startProsodyForClients } from '../test/support/xmpp/prosody.ts';
import { DOMAIN } from '../test/support/xmpp/server.ts';

/** A real XMPP server, and somebody who is online there. */
export interface Chat extends AsyncDisposable {
  /** The section `channels.xmpp` of a Porter that writes there. */
  readonly section: Readonly<Record<string, unknown>>;
  readonly person: XmppPerson;
}

const PASSWORD = 'password-of-porter';

/** Undefined where Prosody is not installed. */
export async function openChat(): Promise<Chat | undefined> {
  if (findPart('prosody') === undefined) return undefined;
  await using opening = new AsyncDisposableStack();
  const server = opening.use(await startProsodyForClients());
  await server.addAccount('porter', PASSWORD);
  const person = opening.use(await openPerson(server, 'ops'));
  const opened = opening.move();
  return {
    section: {
      ...{ service: `xmpp://127.0.0.1:${server.port}`, domain: DOMAIN },
      credentials: { username: 'porter', password: PASSWORD },
    },
    person,
    [Symbol.asyncDispose]: () => opened.disposeAsync(),
  };
}
