import { demoteSender } from '../../app/set-up.ts';
import { commandRuntime } from '../command-runtime.ts';
import { type Exit, FINE, REFUSED } from '../exit.ts';
import { complain, print, printJson } from '../print.ts';
import type { InitOptions } from './init-options.ts';
import { type AskToken, tokenSentences, withAdminToken } from './with-admin-token.ts';

/** `porter init --demote`: takes from Porter's user what `--promote` gave it, for a Porter that goes for good. */
export const demoteNow = (options: InitOptions, askToken: AskToken): Promise<Exit> =>
  withAdminToken(options, askToken, async (appservice, adminToken) => {
    const { result, sender } = await demoteSender(appservice, commandRuntime(), adminToken);
    if (options.json) {
      printJson({ ok: result.ok, ...(result.ok ? { value: result.value } : { refusal: result.refusal }) });
    } else if (!result.ok) complain(sentences[result.refusal]);
    else if (result.value === 'was-none') print(`${sender} is no server admin.`);
    else {
      print(
        `${sender} is no server admin any more. A Porter that still runs stops deciding; porter init --promote gives the right back.
To remove Porter for good: take registration.yaml out of app_service_config_files and restart Synapse, then delete the files. Synapse does not start while a file that it lists is missing.`,
      );
    }
    return result.ok ? FINE : REFUSED;
  });

const sentences = {
  ...tokenSentences,
  'sender-not-ours':
    "The user with the sender's name is not this appservice's: its rights are none of Porter's business, and were left alone.",
} as const;
