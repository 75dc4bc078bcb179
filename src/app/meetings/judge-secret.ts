import { Secret } from '../../kernel/secret.ts';
import type { TokenKeys } from '../../security/token-keys.ts';
import { openTokenSecret } from '../../security/token-secret.ts';

/** What should be mended about a text that becomes `meetings.secret`, in the words of `serve` and `check`. */
export const judgeMeetingsSecret = (secret: string): TokenKeys['warning'] =>
  openTokenSecret(new Secret(secret)).warning;
