import path from 'node:path';
import type { Loaded } from '../../app/load-config.ts';
import { promoteSender } from '../../app/set-up.ts';
import { Fault } from '../../kernel/fault.ts';
import type { UserId } from '../../kernel/matrix-id.ts';
import { typedAs } from '../../kernel/system-user.ts';
import { commandRuntime } from '../command-runtime.ts';
import { type Exit, FINE, REFUSED } from '../exit.ts';
import { complain, print, printJson } from '../print.ts';
import type { InitOptions } from './init-options.ts';
import { intoTeamRoom } from './next-steps.ts';
import { type AskToken, configOf, tokenSentences, withAdminToken } from './with-admin-token.ts';

/** `porter init --promote`: makes one call in the name of an administrator. The token is not stored. */
export const promoteNow = (options: InitOptions, askToken: AskToken): Promise<Exit> =>
  withAdminToken(options, askToken, async (appservice, adminToken, { config }) => {
    const promotion = await promoteSender(appservice, commandRuntime(), adminToken).catch((error: unknown) => {
      // This fault is about the appservice token. A refused administrator's token would come back as a refusal.
      if (error instanceof Fault && error.code === 'homeserver.token-refused') return undefined;
      throw error;
    });
    if (promotion === undefined) {
      if (options.json) printJson({ ok: false, refusal: 'not-registered' });
      else complain(sentences['not-registered']);
      return REFUSED;
    }
    const { result, sender, strangers } = promotion;
    if (options.json) {
      printJson({ ok: result.ok, ...(result.ok ? { value: result.value } : { refusal: result.refusal }), strangers });
    } else if (!result.ok) {
      const trouble = result.detail;
      complain(trouble === undefined ? sentences[result.refusal] : `${trouble.sentence} ${trouble.remedy}`);
    } else {
      print(`${sender} ${result.value === 'promoted' ? 'is a server admin now' : 'was a server admin already'}.`);
      if (strangers.length > 0) {
        print(
          `Names reserved for Porter's own users are in use by others: ${strangers.join(', ')}. They go on as before, but never count as voters.`,
        );
      }
      print(`Next: ${nextOf(config, sender, options)}`);
    }
    return result.ok ? FINE : REFUSED;
  });

const sentences = {
  ...tokenSentences,
  'not-registered':
    'Synapse does not know this appservice yet: list registration.yaml in homeserver.yaml and restart it.',
  'sender-not-ours': "The user with the sender's name is not this appservice's, so it is not made an admin.",
} as const;

/** What is left to do; the running Porter finds out by itself that it is an admin now. */
function nextOf({ registration }: Loaded['config'], sender: UserId, options: InitOptions): string {
  if (registration === undefined) return 'porter check';
  const { room, admin } = registration;
  const words = ['porter', 'check', '--config', path.resolve(configOf(options))];
  return `${intoTeamRoom({ teamRoom: room, admin }, sender)}
Then look at everything: ${typedAs(process.geteuid?.(), words)}`;
}
