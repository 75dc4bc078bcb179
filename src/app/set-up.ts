import { readClientWellKnown } from '../homeserver/client-well-known.ts';
import { discoverServerName } from '../homeserver/discover.ts';
import { openHomeserverClient } from '../homeserver/open-client.ts';
import type { Demotion, Promotion } from '../homeserver/provisioner.ts';
import type { StepNeeds } from '../homeserver/step-needs.ts';
import type { UserId } from '../kernel/matrix-id.ts';
import type { Secret } from '../kernel/secret.ts';
import { remedyUnreachable, whyUnreachable } from '../kernel/why-unreachable.ts';
import { newKeyLine } from '../security/key-ring.ts';
import type { Appservice } from './homeserver/appservice.ts';
import { provisionerOf } from './homeserver/provisioners.ts';
import { clientOptions, stepNeedsOf } from './homeserver/steps.ts';
import type { Runtime } from './open-database.ts';

/** `sure` is false for a guess, which a person has to confirm. */
export type FoundServer =
  | { readonly name: string; readonly sure: boolean }
  /** `why` in words, and the next step, as far as it is known why nothing answers. */
  | { readonly name: undefined; readonly why: string | undefined; readonly remedy: string | undefined };

/** Asks the homeserver for its name. @param url can be parsed */
export async function findServerName(url: string, { clock }: Runtime): Promise<FoundServer> {
  const found = await discoverServerName(url, clock);
  if (found.how !== 'not-found') return { name: found.serverName, sure: found.how !== 'guess' };
  const { code = '' } = found;
  return {
    ...{ name: undefined, why: whyUnreachable(code) },
    remedy: remedyUnreachable(code, new URL(url).hostname, 'porter'),
  };
}

/** Finds the address that clients of this server name are sent to; undefined if there is none. */
export const findPublicUrl = (serverName: string): Promise<string | undefined> => readClientWellKnown(serverName);

/** Makes the content of a new key file. */
export const newKeyFile = ({ ids }: Runtime): string => `${newKeyLine(ids, 'k1')}\n`;

/** Makes a random token of 64 hexadecimal digits. */
export const newToken = ({ ids }: Runtime): string => ids.random(32).toString('hex');

/** Gives Porter's user the rights that it needs, with an administrator's token. Throws `Fault` if the homeserver cannot be asked. */
export const promoteSender = (
  appservice: Appservice,
  runtime: Runtime,
  adminToken: Secret,
): Promise<OfSender<Promotion>> =>
  withSender(appservice, runtime, async (needs) => ({
    ...(await provisionerOf(appservice).promote(needs, adminToken)),
    sender: needs.client.sender,
  }));

/** Takes these rights again. Throws `Fault` if the homeserver cannot be asked. */
export const demoteSender = (
  appservice: Appservice,
  runtime: Runtime,
  adminToken: Secret,
): Promise<OfSender<{ readonly result: Demotion }>> =>
  withSender(appservice, runtime, async (needs) => ({
    result: await provisionerOf(appservice).demote(needs, adminToken),
    sender: needs.client.sender,
  }));

type OfSender<Result> = Result & { readonly sender: UserId };

async function withSender<Result>(
  appservice: Appservice,
  runtime: Runtime,
  run: (needs: StepNeeds) => Promise<Result>,
): Promise<Result> {
  await using client = await openHomeserverClient(clientOptions(appservice, runtime));
  return await run(stepNeedsOf(appservice, client));
}
