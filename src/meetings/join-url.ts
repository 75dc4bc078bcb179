import type { MeetingsSettings } from './settings.ts';
import type { JoinUrl } from './use-cases.ts';

/** Makes the address that lets a person in. The hosted Jitsi has all rooms on one host, so the AppID precedes the room there. */
export function makeJoinUrl({ url, domain, profile }: Pick<MeetingsSettings, 'url' | 'domain' | 'profile'>): JoinUrl {
  const base = profile === 'hosted' ? `${url}/${encodeURIComponent(domain)}/` : `${url}/`;
  return ({ room, token }) => `${base}${room === '*' ? '' : encodeURIComponent(room)}?jwt=${token}`;
}
