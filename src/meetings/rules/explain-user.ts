import { isObject } from '../../kernel/is-object.ts';
import type { ServerSettings } from '../settings.ts';
import { bad, fine, shown, type TokenLine, warn } from './token-line.ts';

type AnyClaims = Readonly<Record<string, unknown>>;

/** The object under this name, or an empty one. */
const partOf = (value: unknown, name: string): AnyClaims => {
  const part = isObject(value) ? value[name] : undefined;
  return isObject(part) ? part : {};
};
const userOf = (claims: AnyClaims) => partOf(partOf(claims, 'context'), 'user');

/** The person's name as the server shows it. */
export function nameOf(claims: AnyClaims): string {
  const { name } = userOf(claims);
  return typeof name === 'string' && name !== '' ? shown(name) : 'somebody without a name';
}

/** Is the person a moderator by `mod_token_affiliation`, or at the hosted Jitsi? */
function byUser({ moderator, affiliation }: AnyClaims): boolean {
  const named = affiliation === 'owner' || affiliation === 'moderator' || affiliation === 'teacher';
  return named || moderator === true || moderator === 'true';
}

/** Is the person a moderator by any of the known plugins? */
export const isModerator = (claims: AnyClaims, { profile }: Pick<ServerSettings, 'profile'>): boolean =>
  byUser(userOf(claims)) || (profile === 'own' && claims['moderator'] === true);

/** Says what the token claims about the person and the rights, and which plugin would not understand it. */
export function* explainUser(claims: AnyClaims, { profile }: ServerSettings): Iterable<TokenLine> {
  const { context } = claims;
  if (context === undefined)
    yield warn('context is missing: no name, mail address or picture is shown, and the newest web client wants one.');
  else if (!isObject(context)) yield bad(`context is ${shown(context)}: it must be an object.`);
  else {
    yield* person(context['user'], profile === 'hosted');
    yield* rights(context);
  }
  if (profile === 'own') yield* moderators(claims);
}

const texts: ReadonlySet<string> = new Set(['id', 'name', 'email', 'avatar']);

function* person(user: unknown, hosted: boolean): Iterable<TokenLine> {
  if (user === undefined) {
    yield warn('context.user is missing: no name, mail address or picture is shown.');
    return;
  }
  if (!isObject(user)) {
    yield bad(`context.user is ${shown(user)}: it must be an object; name, mail address and picture are not shown.`);
    return;
  }
  for (const [name, value] of Object.entries(user)) {
    const at = `context.user.${shown(name)} is ${shown(value)}`;
    if (texts.has(name) && typeof value !== 'string') yield bad(`${at}: it must be a text, or left out.`);
    else if (typeof value !== 'string' && typeof value !== 'boolean') {
      yield bad(`${at}: every value there must be a text or, for some plugins, true or false.`);
    } else if (hosted && typeof value === 'boolean') {
      yield bad(`${at}: the hosted Jitsi reads yes and no as the texts "true" and "false".`);
    }
  }
  if (user['lobby_bypass'] === true || user['lobby_bypass'] === 'true')
    yield fine('Goes past the lobby (token_lobby_bypass).');
}

function* rights({ features, group, room }: AnyClaims): Iterable<TokenLine> {
  if (group !== undefined) yield fine(`Belongs to the group ${shown(group)}.`);
  if (isObject(room) && room['regex'] === true) yield warn('context.room.regex is set: room is read as a Lua pattern.');
  if (features === undefined) return;
  if (!isObject(features)) {
    yield bad(`context.features is ${shown(features)}: it must be an object.`);
    return;
  }
  const on = (value: unknown) => value === true || value === 'true';
  const granted = Object.keys(features).filter((name) => on(features[name]));
  yield fine(
    `Rights: ${granted.length === 0 ? 'none' : granted.map(shown).join(', ')}; the server's own defaults do not count.`,
  );
  for (const [name, value] of Object.entries(features)) {
    if (!on(value) && value !== false && value !== 'false') {
      yield warn(`context.features.${shown(name)} is ${shown(value)}: only true and false say anything.`);
    }
  }
}

function* moderators(claims: AnyClaims): Iterable<TokenLine> {
  const { moderator } = claims;
  if (moderator !== undefined && typeof moderator !== 'boolean') {
    yield bad(`moderator is ${shown(moderator)}: mod_token_moderation takes only the boolean true for a moderator.`);
  }
  const official = byUser(userOf(claims));
  if (official && moderator !== true) {
    yield warn(
      'A moderator for mod_token_affiliation, none for mod_token_moderation, which reads the claim moderator.',
    );
  } else if (!official && moderator === true) {
    yield warn('A moderator for mod_token_moderation, none for mod_token_affiliation, which reads context.user.');
  }
}
