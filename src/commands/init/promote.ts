import { existsSync } from 'node:fs';
import path from 'node:path';
import { appserviceOf } from '../../app/homeserver/appservice.ts';
import { promoteSender } from '../../app/set-up.ts';
import { Fault } from '../../kernel/fault.ts';
import { Secret } from '../../kernel/secret.ts';
import { commandRuntime } from '../command-runtime.ts';
import { type Exit, FINE, REFUSED, WRONG } from '../exit.ts';
import { complain, print, printJson } from '../print.ts';
import { withPart } from '../with-config.ts';
import type { InitOptions } from './init-options.ts';
import { readOptionFile } from './option-files.ts';

/** Environment variable that may hold an administrator's token, so that nobody has to type it. */
const TOKEN_VARIABLE = 'PORTER_ADMIN_TOKEN';

/** `porter init --promote`: makes one call in the name of an administrator. The token is not stored. */
export async function promoteNow(options: InitOptions, askToken: () => Promise<string | undefined>): Promise<Exit> {
  const inDir = path.join(options.dir, 'config.yaml');
  const config = options.config ?? (existsSync(inDir) ? inDir : 'config.yaml');
  const without = 'This Porter is no application service: its configuration has no section appservice.';
  return withPart({ config, json: options.json ?? false }, appserviceOf, without, async (appservice) => {
    const token = (await tokenFrom(options)) ?? (await askToken());
    if (token === undefined || token.trim() === '') {
      complain(
        `An administrator's access token is needed: --admin-token-file FILE or the environment variable ${TOKEN_VARIABLE}.`,
      );
      return WRONG;
    }
    const promotion = await promoteSender(appservice, commandRuntime(), new Secret(token.trim())).catch(
      (error: unknown) => {
        // This fault is about the appservice token. A refused administrator's token would come back as a refusal.
        if (error instanceof Fault && error.code === 'homeserver.token-refused') return undefined;
        throw error;
      },
    );
    if (promotion === undefined) {
      if (options.json) printJson({ ok: false, refusal: 'not-registered' });
      else complain(sentences['not-registered']);
      return REFUSED;
    }
    const { result, sender, strangers } = promotion;
    if (options.json)
      printJson({ ok: result.ok, ...(result.ok ? { value: result.value } : { refusal: result.refusal }), strangers });
    else if (result.ok)
      print(`${sender} ${result.value === 'promoted' ? 'is a server admin now' : 'was a server admin already'}.`);
    if (result.ok) {
      if (strangers.length > 0 && !options.json) {
        print(
          `Names reserved for Porter's own users are in use by others: ${strangers.join(', ')}. They go on as before, but never count as voters.`,
        );
      }
      return FINE;
    }
    const trouble = result.detail;
    if (!options.json)
      complain(trouble === undefined ? sentences[result.refusal] : `${trouble.sentence} ${trouble.remedy}`);
    return REFUSED;
  });
}

const sentences = {
  'not-registered':
    'Synapse does not know this appservice yet: list registration.yaml in homeserver.yaml and restart it.',
  'token-not-admin': 'The access token is not that of a server administrator.',
  'sender-not-ours': "The user with the sender's name is not this appservice's, so it is not made an admin.",
} as const;

const tokenFrom = async ({ adminTokenFile }: InitOptions): Promise<string | undefined> =>
  adminTokenFile === undefined ? process.env[TOKEN_VARIABLE] : readOptionFile(adminTokenFile);
