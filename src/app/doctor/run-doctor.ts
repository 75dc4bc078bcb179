import { serviceOf } from '../../kernel/channel-name.ts';
import { type CheckLine, unknown } from '../../kernel/check-line.ts';
import { domainOf } from '../../kernel/email-address.ts';
import { makeFormSignature } from '../../security/form-signature.ts';
import { parseKeyRing } from '../../security/key-ring.ts';
import type { MailConfig } from '../channels/mailer.ts';
import { makeCheckTokens } from '../check-tokens.ts';
import type { Config } from '../config.ts';
import { checkArrival } from './check-arrival.ts';
import { checkDiscovery } from './check-discovery.ts';
import { checkFederation } from './check-federation.ts';
import { checkIntake } from './check-intake.ts';
import { checkMailDomain } from './check-mail-domain.ts';
import { checkWay } from './check-way.ts';
import type { Outside } from './outside.ts';
import { type PublicOrigin, publicOriginsOf } from './public-addresses.ts';

export interface DoctorWishes {
  /** The public origin of the intake, which the configuration does not hold; undefined if it is not public. */
  readonly intake: string | undefined;
  readonly tell: (line: CheckLine) => void;
}

/** Looks at everything that others see of this installation, and passes each line to `tell` as soon as it is known. */
export async function runDoctor(config: Config, outside: Outside, { intake, tell }: DoctorWishes): Promise<void> {
  for (const at of publicOriginsOf(config, intake)) {
    const { lines, open } = await checkWay(at, outside);
    lines.forEach(tell);
    if (at.keys.includes('site.publicUrl')) (await siteLines(config, at, open, outside)).forEach(tell);
  }
  if (intake !== undefined) tell(await checkIntake(intake, outside));
  if (config.homeserver !== undefined) {
    (await checkDiscovery(config.homeserver, outside)).forEach(tell);
    (await checkFederation(config.homeserver.serverName, outside)).forEach(tell);
  }
  for (const mail of senders(config)) (await checkMailDomain(mail, outside.names)).forEach(tell);
}

/** The settings of everything that sends mail; of accounts with one domain, server and signature the first. */
function senders({ mail, channels = {} }: Config): readonly MailConfig[] {
  const accounts = Object.entries(channels).flatMap(([name, own]) =>
    // The table of messengers knows no types of its sections; these were read by `MailSection`.
    serviceOf(name) === 'email' && own !== undefined ? [own as MailConfig] : [],
  );
  const all = [...(mail === undefined ? [] : [mail]), ...accounts];
  const nameOf = ({ from, smtp, dkim }: MailConfig) =>
    JSON.stringify([domainOf(from.address), smtp.host, dkim?.domain, dkim?.selector]);
  return all.filter((one, index) => all.findIndex((other) => nameOf(other) === nameOf(one)) === index);
}

async function siteLines(
  { site, secrets }: Config,
  { origin }: PublicOrigin,
  open: boolean,
  outside: Outside,
): Promise<readonly CheckLine[]> {
  // A configuration with a site always has a key.
  if (site === undefined || secrets === undefined) return [];
  if (!open) {
    const sentence = `Whether ${origin} leads to this Porter, and as whom people arrive, is not known: nothing could be asked there.`;
    return [unknown('site', { code: 'site.not-asked', sentence, remedy: 'Mend what stands above, then look again.' })];
  }
  return await checkArrival(site, makeCheckTokens(makeFormSignature(parseKeyRing(secrets.key))), outside);
}
