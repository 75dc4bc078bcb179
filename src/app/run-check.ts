import type { Problem } from '../config/problem.ts';
import { badOf, type CheckLine, fine, warn } from '../kernel/check-line.ts';
import type { EmailAddress } from '../kernel/email-address.ts';
import { makeFormSignature } from '../security/form-signature.ts';
import { parseKeyRing } from '../security/key-ring.ts';
import { configuredChannels } from './channels.ts';
import { checkAddresses } from './check/check-addresses.ts';
import { checkDatabase } from './check/check-database.ts';
import { checkFiles } from './check/check-files.ts';
import { checkListeners } from './check/check-listeners.ts';
import { checkParts } from './check/check-parts.ts';
import { checkPorts } from './check/check-ports.ts';
import { checkLogo, checkSite } from './check/check-site.ts';
import { type CheckTokens, makeCheckTokens } from './check-tokens.ts';
import { type Config, configuredParts } from './config.ts';
import type { Loaded } from './load-config.ts';
import type { Runtime } from './open-database.ts';

export interface CheckOptions {
  readonly configFile: string;
  /** True: use only this machine's files and database, contact nobody. */
  readonly offline: boolean;
  /** Send a real letter to this address. */
  readonly mailTo: EmailAddress | undefined;
  /** Repeat the practice notice. */
  readonly practice: boolean;
}

/** Checks everything in turn and passes each line to `tell` as soon as it is known. Never throws because of what it finds. */
export async function runCheck(
  loaded: Loaded,
  runtime: Runtime,
  { configFile, offline, mailTo, practice }: CheckOptions,
  tell: (line: CheckLine) => void,
): Promise<void> {
  const say = (lines: readonly CheckLine[]) => lines.forEach(tell);
  const { config } = loaded;
  const registrationFile = config.appservice?.registration;
  const files = registrationFile === undefined ? `${configFile} is` : `${configFile} and ${registrationFile} are`;
  say(loaded.warnings.length > 0 ? loaded.warnings.map(warnOf) : [fine('configuration', `${files} fine.`)]);
  say(await checkFiles(configFile, loaded));
  say(checkListeners(config));
  say(await checkPorts(config));
  say(await checkLogo(config.site?.logo));
  let tokens: CheckTokens | undefined;
  if (config.secrets !== undefined) {
    try {
      tokens = makeCheckTokens(makeFormSignature(parseKeyRing(config.secrets.key)));
    } catch (error) {
      return say([badOf('key', error)]);
    }
    say([fine('key', 'The key file is readable.')]);
  }
  say(await checkDatabase(loaded, runtime));
  if (!offline) {
    say(await checkParts(loaded, runtime));
    say(await checkChannels(config, runtime, mailTo, tokens));
    if (config.site !== undefined && tokens !== undefined) say(await checkSite(config.site, tokens));
    if (config.registration !== undefined) say(await checkAddresses(config));
  }
  for (const { part, config: its } of configuredParts(config)) {
    say((await part.check?.(its, { loaded, runtime, offline, practice, tokens })) ?? []);
  }
}

const warnOf = ({ file, line, key, sentence, remedy }: Problem): CheckLine =>
  warn('configuration', {
    code: 'configuration.warning',
    sentence: `${file} line ${line}: ${key} ${sentence}.`,
    remedy: remedy === undefined ? 'Correct it, or leave it if it is meant so.' : sentenceOf(remedy),
  });

/** A remedy may be a question, which ends with its own punctuation. */
function sentenceOf(remedy: string): string {
  const capital = remedy.charAt(0).toUpperCase() + remedy.slice(1);
  return capital.endsWith('?') ? capital : `${capital}.`;
}

async function checkChannels(
  config: Config,
  runtime: Runtime,
  mailTo: EmailAddress | undefined,
  tokens: CheckTokens | undefined,
): Promise<readonly CheckLine[]> {
  const { site } = config;
  const letter = mailTo && tokens && site && { to: mailTo, tokens, site };
  const lines: CheckLine[] = [];
  for (const { kind, config: its, account } of configuredChannels(config)) {
    // The trial is of the mail server that letters of Porter's own take.
    const own = account === undefined ? letter : undefined;
    lines.push(...((await kind.check?.(its, runtime, own, account)) ?? []));
  }
  if (mailTo === undefined || (letter && config.mail)) return lines;
  return [
    ...lines,
    warn('mail', {
      code: 'mail.nothing-to-try',
      sentence: 'No letter was sent: its link leads to a page, and this Porter has no pages or sends no mail.',
      remedy: 'Leave --mail out, or add the sections site and mail.',
    }),
  ];
}
