import { Secret } from '../../kernel/secret.ts';
import type { TokenKeys } from '../../security/token-keys.ts';
import { openTokenSecret } from '../../security/token-secret.ts';

/** The warning that `serve` and `check` would give for a text as `meetings.secret`; undefined when there is none. */
export const warningAboutSecret = (secret: string): TokenKeys['warning'] => openTokenSecret(new Secret(secret)).warning;
