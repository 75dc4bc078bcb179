/** The settings that the feature needs. */
export interface MeetingsSettings {
  /** Base of the meeting pages, no trailing slash, e.g. `https://meet.example.org`. */
  readonly url: string;
  /** Claim `sub`: the XMPP domain, often `meet.jitsi`; of a hosted Jitsi the AppID. */
  readonly domain: string;
  /** Claim `iss`. */
  readonly appId: string;
  /** Claim `aud`. A single string, because Prosody never matches a list with a named audience. */
  readonly audience: string;
  /** How far `nbf` lies in the past, milliseconds, because the clocks of two machines always differ. */
  readonly leeway: number;
  /** With `hosted`, yes and no are written as text, as the hosted Jitsi reads them. */
  readonly profile: 'own' | 'hosted';
  /** Claim `context.features`. If present, it replaces the default rights entirely. */
  readonly features: Readonly<Record<string, boolean>> | undefined;
  /** Claim `context.group`. */
  readonly group: string | undefined;
  /** Claim `context.user.lobby_bypass`. */
  readonly lobbyBypass: boolean;
  /** Whose tokens are recorded. */
  readonly record: 'all' | 'guests' | 'off';
}

/** What one caller may ask for. */
export interface CallerPolicy {
  /** Longest life of a token, milliseconds. A longer one is shortened to it. */
  readonly longest: number;
  /** Room names in lower case; `*` stands for any text. */
  readonly rooms: readonly string[];
  /** May it have a token for every room at once (`channel: "*"`)? */
  readonly everyRoom: boolean;
  readonly moderators: boolean;
}

export interface Caller {
  /** The name in the record: `tcp 127.0.0.1`, `http game`, `command`, `guest <invitation>`. */
  readonly name: string;
  /** `operator` is the command line, which may do everything that the owner of the configuration may. */
  readonly kind: 'operator' | 'program' | 'guest';
  readonly policy: CallerPolicy;
}

/** The settings that Porter and its Jitsi server share. */
export type ServerSettings = Pick<MeetingsSettings, 'domain' | 'appId' | 'audience' | 'profile'>;
