import { bad, badOf, type CheckLine, fine, warn } from '../kernel/check-line.ts';
import type { EmailAddress } from '../kernel/email-address.ts';
import { makeFormSignature } from '../security/form-signature.ts';
import { parseKeyRing } from '../security/key-ring.ts';
import { checkDatabase } from './check/check-database.ts';
import { checkFiles } from './check/check-files.ts';
import { checkMatrix } from './check/check-homeserver.ts';
import { checkListeners } from './check/check-listeners.ts';
import { checkMail } from './check/check-mail.ts';
import { checkMeetings } from './check/check-meetings.ts';
import { checkPorts } from './check/check-ports.ts';
import { checkSite, siteRuns } from './check/check-site.ts';
import { type CheckTokens, makeCheckTokens } from './check-tokens.ts';
import { type AnyLoaded, keepsTheDoor, type Loaded } from './loaded.ts';
import type { Runtime } from './open-database.ts';
import { openDoorTools } from './tools.ts';

export interface CheckWishes {
  readonly configFile: string;
  /** Asks nobody outside this machine's files and database. */
  readonly offline: boolean;
  /** Send a real letter there. */
  readonly mailTo: EmailAddress | undefined;
  /** Repeat the practice notice. */
  readonly practice: boolean;
}

/** Looks at every part in turn; `tell` hears each line as soon as it is known. Never throws for what is merely wrong. */
export async function runCheck(
  loaded: AnyLoaded,
  runtime: Runtime,
  wishes: CheckWishes,
  tell: (line: CheckLine) => void,
): Promise<void> {
  const say = (lines: readonly CheckLine[]) => lines.forEach(tell);
  const { config } = loaded;
  const files = keepsTheDoor(loaded)
    ? `${wishes.configFile} and ${loaded.config.appservice.registration} are`
    : `${wishes.configFile} is`;
  say([fine('configuration', `${files} fine.`)]);
  say(await checkFiles(wishes.configFile, loaded));
  say(checkListeners(config));
  say(await checkPorts(config));
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
  if (config.meetings !== undefined) say(await checkMeetings(config.meetings, wishes.offline));
  if (tokens === undefined) return;
  if (!wishes.offline && keepsTheDoor(loaded)) {
    say(await checkMatrix(loaded, runtime));
    say(await checkMail(loaded, runtime, wishes.mailTo && { to: wishes.mailTo, tokens }));
  }
  if (!wishes.offline && config.site !== undefined) say(await checkSite(config.site, tokens));
  if (wishes.practice && keepsTheDoor(loaded)) say([await practice(loaded, runtime, tokens)]);
}

async function practice(loaded: Loaded, runtime: Runtime, tokens: CheckTokens): Promise<CheckLine> {
  try {
    await using tools = await openDoorTools(loaded, runtime, false);
    await tools.repeatPractice();
    if (await siteRuns(loaded.config.site, tokens)) {
      return fine('practice', 'The running Porter posts the practice notice in the team room: react ✅ there.');
    }
    return warn('practice', {
      code: 'practice.not-running',
      sentence:
        'No Porter answers on this machine; the practice notice waits a day for one that runs on this database.',
      remedy: 'Start porter serve, then react ✅ in the team room.',
    });
  } catch (error) {
    if (error instanceof Error && error.name === 'StorageRefusal') {
      return bad('practice', {
        code: 'practice.no-database',
        sentence: error.message,
        remedy: 'Start porter serve first.',
      });
    }
    return badOf('practice', error);
  }
}
