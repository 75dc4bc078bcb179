import type { MeetingsSettings } from './settings.ts';
import type { JoinUrl } from './use-cases.ts';

/** The hosted Jitsi has the rooms of everybody on one host, so the AppID stands before the room. */
export function makeJoinUrl({ url, domain, profile }: Pick<MeetingsSettings, 'url' | 'domain' | 'profile'>): JoinUrl {
  const base = profile === 'hosted' ? `${url}/${encodeURIComponent(domain)}/` : `${url}/`;
  return ({ room, token }) => `${base}${room === '*' ? '' : encodeURIComponent(room)}?jwt=${token}`;
}
