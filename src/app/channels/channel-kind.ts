import type { ConfigOf, Sections } from '../../config/shape.ts';
import type { CheckLine } from '../../kernel/check-line.ts';
import type { EmailAddress } from '../../kernel/email-address.ts';
import type { CheckTokens } from '../check-tokens.ts';
import type { GroundConfig } from '../ground-sections.ts';
import type { Runtime } from '../open-database.ts';

/** What a channel reads of the file, once its sections stand there. */
export type ChannelConfig<Own extends Sections> = { readonly [Name in keyof Own]: NonNullable<ConfigOf<Own>[Name]> };

/** A letter that `porter check --mail` asked for. */
export interface TriedLetter {
  readonly to: EmailAddress;
  readonly tokens: CheckTokens;
  /** Its link leads to a page. */
  readonly site: NonNullable<GroundConfig['site']>;
}

/**
 * A way out to people, as it is to the centre.
 *
 * @typeParam Config what its functions are given: `ChannelConfig` for those of one channel, `never` where channels stand in a list
 */
export interface ChannelKind<
  Name extends string = string,
  Own extends Sections = Sections,
  Opened extends AsyncDisposable = AsyncDisposable,
  Config = never,
> {
  readonly name: Name;
  /** Its own sections, all optional: it is configured when they stand in the file. */
  readonly sections: Own;
  /** Its library is imported here, so that nobody pays for a channel that is not configured. Contacts nobody yet. */
  readonly open: (config: Config) => Promise<Opened>;
  /** Lines of `porter check`. */
  readonly check?: (config: Config, runtime: Runtime, letter: TriedLetter | undefined) => Promise<readonly CheckLine[]>;
}

export const defineChannel = <const Name extends string, const Own extends Sections, Opened extends AsyncDisposable>(
  kind: ChannelKind<Name, Own, Opened, ChannelConfig<Own> & GroundConfig>,
): ChannelKind<Name, Own, Opened, ChannelConfig<Own> & GroundConfig> => kind;
