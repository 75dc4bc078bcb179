/** What the feature needs of the configuration. */
export interface MeetingsSettings {
  /** Base of the meeting pages, no trailing slash, e.g. `https://meet.example.org`. */
  readonly url: string;
  /** Claim `sub`: the XMPP domain, often `meet.jitsi`; of a hosted Jitsi the AppID. */
  readonly domain: string;
  /** Claim `iss`. */
  readonly appId: string;
  /** Claim `aud`. One string: Prosody never matches a list with a named audience. */
  readonly audience: string;
  /** How far back `nbf` is set, milliseconds, because the clocks of two machines always differ. */
  readonly leeway: number;
  /** `hosted`: yes and no as text, as the hosted Jitsi reads them. */
  readonly profile: 'own' | 'hosted';
  /** Claim `context.features`. Where it is present, it replaces the default rights entirely. */
  readonly features: Readonly<Record<string, boolean>> | undefined;
  /** Claim `context.group`. */
  readonly group: string | undefined;
  /** Claim `context.user.lobby_bypass`. */
  readonly lobbyBypass: boolean;
  /** Whose tokens are on the record. */
  readonly record: 'all' | 'guests' | 'off';
}

/** What one caller may ask for. */
export interface CallerPolicy {
  /** Longest life of a token, milliseconds; a longer one is cut to it. */
  readonly longest: number;
  /** Room names in lower case; `*` in one stands for any text. */
  readonly rooms: readonly string[];
  /** May it have a token for every room at once (`channel: "*"`)? */
  readonly everyRoom: boolean;
  readonly moderators: boolean;
}

export interface Caller {
  /** As the record shows it: `tcp 127.0.0.1`, `http game`, `command`, `guest <invitation>`. */
  readonly name: string;
  /** `operator`: the command line, which may do whatever the configuration's owner may. */
  readonly kind: 'operator' | 'program' | 'guest';
  readonly policy: CallerPolicy;
}
