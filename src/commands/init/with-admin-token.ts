import { existsSync } from 'node:fs';
import path from 'node:path';
import { type Appservice, appserviceOf } from '../../app/homeserver/appservice.ts';
import type { Loaded } from '../../app/load-config.ts';
import { Secret } from '../../kernel/secret.ts';
import type { Exit } from '../exit.ts';
import { withPart, wrong } from '../with-config.ts';
import type { InitOptions } from './init-options.ts';
import { readOptionFile } from './option-files.ts';

/** Environment variable that may hold an administrator's token, so that nobody has to type it. */
const TOKEN_VARIABLE = 'PORTER_ADMIN_TOKEN';

/** Asks a person for the token; resolves with undefined where there is nobody to ask. */
export type AskToken = () => Promise<string | undefined>;

/** What is said of a token with which nothing can be done. */
export const tokenSentences = {
  'token-unknown':
    'Synapse does not know this access token: it is mistyped, or was logged out. Element shows yours under Help & About.',
  'token-not-admin': 'The access token is not that of a server administrator.',
} as const;

/** Loads the configuration and calls `run` with an administrator's token, which is not stored. */
export async function withAdminToken(
  options: InitOptions,
  askToken: AskToken,
  run: (appservice: Appservice, adminToken: Secret, loaded: Loaded) => Promise<Exit>,
): Promise<Exit> {
  const without = 'This Porter is no application service: its configuration has no section appservice.';
  const common = { config: configOf(options), json: options.json ?? false };
  return withPart(common, appserviceOf, without, async (appservice, loaded) => {
    const token = (await tokenFrom(options)) ?? (await askToken());
    if (token === undefined || token.trim() === '') {
      const sentence = `An administrator's access token is needed: --admin-token-file FILE (- for standard input) or the environment variable ${TOKEN_VARIABLE}.`;
      return wrong(options, sentence);
    }
    return run(appservice, new Secret(token.trim()), loaded);
  });
}

/** The configuration file that is named, or the one of the installation in the folder, or the one here. */
export function configOf({ config, dir }: InitOptions): string {
  const inDir = path.join(dir, 'config.yaml');
  return config ?? (existsSync(inDir) ? inDir : 'config.yaml');
}

const tokenFrom = async ({ adminTokenFile }: InitOptions): Promise<string | undefined> =>
  adminTokenFile === undefined ? process.env[TOKEN_VARIABLE] : readOptionFile(adminTokenFile);
