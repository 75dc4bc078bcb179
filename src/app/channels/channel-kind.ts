import type { Checked, ConfigOf, Sections } from '../../config/shape.ts';
import type { YamlFile } from '../../config/yaml-file.ts';
import type { CheckLine } from '../../kernel/check-line.ts';
import type { EmailAddress } from '../../kernel/email-address.ts';
import type { CheckTokens } from '../check-tokens.ts';
import type { GroundConfig } from '../ground-sections.ts';
import type { Runtime } from '../open-database.ts';

/** What a channel reads of the file, once its sections are in it. */
export type ChannelConfig<Own extends Sections> = { readonly [Name in keyof Own]: NonNullable<ConfigOf<Own>[Name]> };

/** A letter that `porter check --mail` asked for. */
export interface TrialLetter {
  readonly to: EmailAddress;
  readonly tokens: CheckTokens;
  /** The link in the letter leads to a page of this site. */
  readonly site: NonNullable<GroundConfig['site']>;
}

/**
 * A channel, described for the composition root.
 *
 * @typeParam Config what its functions take: `ChannelConfig` for one channel, `never` for channels in a list
 */
export interface ChannelKind<
  Name extends string = string,
  Own extends Sections = Sections,
  Opened extends AsyncDisposable = AsyncDisposable,
  Config = never,
> {
  readonly name: Name;
  /** Its own sections, all optional. The channel is configured if all of them are in the file. */
  readonly sections: Own;
  /** Finds values that do not fit each other. Called only when every value is right by itself. @param at where its section stands */
  readonly crossCheck?: (config: Config, yaml: YamlFile, at: readonly string[]) => Checked;
  /** Opens it; contacts nobody yet. Import its library here, so that a channel that is not configured costs nothing. */
  readonly open: (config: Config) => Promise<Opened>;
  /**
   * Returns lines of `porter check`.
   *
   * @param letter undefined: send none
   * @param account whose settings these are; undefined: the channel's own
   */
  readonly check?: (
    config: Config,
    runtime: Runtime,
    letter: TrialLetter | undefined,
    account: string | undefined,
  ) => Promise<readonly CheckLine[]>;
}

export const defineChannel = <const Name extends string, const Own extends Sections, Opened extends AsyncDisposable>(
  kind: ChannelKind<Name, Own, Opened, ChannelConfig<Own> & GroundConfig>,
): ChannelKind<Name, Own, Opened, ChannelConfig<Own> & GroundConfig> => kind;
