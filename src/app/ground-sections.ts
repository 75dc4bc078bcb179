import { AccountsSection } from '../config/sections/accounts.ts';
import { AppserviceSection, HomeserverSection } from '../config/sections/homeserver.ts';
import { LoggingSection, OperationsSection, RetentionSection } from '../config/sections/operations.ts';
import { SiteSection } from '../config/sections/site.ts';
import { SecretsSection, StorageSection } from '../config/sections/storage.ts';
import type { Checked, ConfigOf, Listening } from '../config/shape.ts';
import type { YamlFile } from '../config/yaml-file.ts';
import { isLoopback } from '../kernel/host-port.ts';

/** Sections that belong to no single part. */
export const groundSections = {
  homeserver: HomeserverSection.optional(),
  appservice: AppserviceSection.optional(),
  storage: StorageSection.prefault({ sqlite: 'data/porter.db' }),
  secrets: SecretsSection.optional(),
  site: SiteSection.optional(),
  accounts: AccountsSection.prefault({}),
  operations: OperationsSection.optional(),
  logging: LoggingSection.prefault({}),
  retention: RetentionSection.prefault({}),
};

export type GroundConfig = ConfigOf<typeof groundSections>;

const KEY_REMEDY =
  'make a key file, once (porter init --only key --dir FOLDER-OF-THIS-FILE), and say secrets: { key: { file: data/porter.key } }';

/** Sections that are useless without another one, whichever parts are configured. */
export const groundTogether = [
  { section: 'site', needs: 'secrets', sentence: 'is required for the links of the site', remedy: KEY_REMEDY },
  { section: 'appservice', needs: 'homeserver', sentence: 'is required beside appservice' },
  { section: 'homeserver', needs: 'appservice', sentence: 'is required beside homeserver' },
];

export function crossCheckGround({ site }: GroundConfig, yaml: YamlFile): Checked {
  const open = site?.publicUrl.startsWith('http:') && !isLoopback(new URL(site.publicUrl).hostname);
  const sentence = 'is not https: passwords would cross the network in the clear';
  return {
    problems: acceptProblems(site, yaml),
    warnings: open ? [yaml.problem(['site', 'publicUrl'], sentence)] : [],
  };
}

/** Finds texts that applicants should accept and cannot read. */
function acceptProblems(site: GroundConfig['site'], yaml: YamlFile): Checked['problems'] {
  const missing = (site?.accept ?? []).filter((name) => site?.legal?.[name] === undefined);
  return missing.map((name) =>
    yaml.problem(['site', 'accept'], `names ${name}, which site.legal does not have`, `give site.legal.${name}`),
  );
}

export const groundListening = ({ site, appservice, operations }: GroundConfig): readonly Listening[] => [
  ...(site ? [{ key: ['site', 'listen'], at: site.listen }] : []),
  ...(appservice
    ? [
        {
          ...{ key: ['appservice', 'listen'], at: appservice.listen },
          ...{ guard: 'it is there for the homeserver alone.', who: 'the homeserver' },
        },
      ]
    : []),
  ...(operations
    ? [
        {
          ...{ key: ['operations', 'listen'], at: operations.listen },
          ...{ guard: 'it asks for no token.', who: 'your monitoring' },
        },
      ]
    : []),
];

/** Returns the zone whose times pages and the team room show: the configured one, else that of this machine. */
export const timeZoneOf = ({ timeZone }: NonNullable<GroundConfig['site']>): string =>
  timeZone ?? new Intl.DateTimeFormat().resolvedOptions().timeZone;

/** Returns the operator's name for the service, one line, as shown on pages and in letters. */
export const titleOf = (
  { title, publicUrl }: NonNullable<GroundConfig['site']>,
  homeserver: GroundConfig['homeserver'],
): string => title ?? homeserver?.serverName ?? new URL(publicUrl).host;

/** Returns the server name that user IDs here end with; undefined where the configuration does not say it. */
export const serverNameOf = ({
  homeserver,
  accounts,
}: Pick<GroundConfig, 'homeserver' | 'accounts'>): string | undefined => homeserver?.serverName ?? accounts.serverName;
