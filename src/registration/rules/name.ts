import { foldTyped } from '../../kernel/fold-typed.ts';
import {
  ghostPrefix,
  type Localpart,
  type LocalpartRefusal,
  localpartOf,
  parseLocalpart,
  parseUserId,
} from '../../kernel/matrix-id.ts';
import { type Outcome, ok, refuse } from '../../kernel/outcome.ts';
import type { RegistrationSettings } from '../settings.ts';

/** Names that strangers would take for the people who run the server (RFC 2142, and other usual ones). */
const alwaysReserved: ReadonlySet<string> = new Set([
  'abuse',
  'admin',
  'administrator',
  'help',
  'hostmaster',
  'info',
  'mailer-daemon',
  'moderator',
  'no-reply',
  'noc',
  'noreply',
  'operator',
  'porter',
  'postmaster',
  'root',
  'security',
  'server',
  'support',
  'sysadmin',
  'system',
  'webmaster',
]);

export type NameFor = Pick<RegistrationSettings, 'serverName' | 'reservedNames' | 'sender'>;

/**
 * Turns what was typed into the name field into a localpart.
 *
 * Undoes what keyboards add (`foldTyped`), and cuts a leading `@` and a trailing `:server` of ours. Folds capitals, because new
 * accounts are lower case and a phone's keyboard begins with a capital. Folds only those of ASCII: a Kelvin sign is no "k".
 */
export function validateName(typed: string, settings: NameFor): Outcome<Localpart, LocalpartRefusal | 'reserved'> {
  const folded = foldTyped(typed).replace(/[A-Z]/g, (letter) => letter.toLowerCase());
  const withoutAt = folded.startsWith('@') ? folded.slice(1) : folded;
  const ending = `:${settings.serverName.toLowerCase()}`;
  const name = withoutAt.endsWith(ending) ? withoutAt.slice(0, -ending.length) : withoutAt;

  const parsed = parseLocalpart(name, settings.serverName);
  if (!parsed.ok) return refuse(parsed.refusal);
  return isReserved(parsed.value, settings) ? refuse('reserved') : ok(parsed.value);
}

function isReserved(name: Localpart, { reservedNames, sender }: NameFor): boolean {
  const own = parseUserId(sender);
  // These are in the exclusive namespace of Porter's appservice, where the homeserver refuses everybody else.
  if (own !== undefined && (name === localpartOf(own) || name.startsWith(ghostPrefix(localpartOf(own))))) return true;
  return alwaysReserved.has(name) || reservedNames.has(name);
}
