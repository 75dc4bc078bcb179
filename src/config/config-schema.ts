import { z } from 'zod';
import { AppserviceSection, HomeserverSection } from './sections/homeserver.ts';
import { MailSection } from './sections/mail.ts';
import { MeetingsSection } from './sections/meetings.ts';
import { AccountsSection, LoggingSection, OperationsSection, RetentionSection } from './sections/operations.ts';
import { RegistrationSection } from './sections/registration.ts';
import { SiteSection } from './sections/site.ts';
import { SecretsSection, StorageSection } from './sections/storage.ts';

/** What keeping the door takes: all of these sections or none. */
const door = {
  homeserver: HomeserverSection,
  appservice: AppserviceSection,
  mail: MailSection,
  registration: RegistrationSection,
};

const everywhere = {
  accounts: AccountsSection.prefault({}),
  meetings: MeetingsSection.optional(),
  operations: OperationsSection.optional(),
  logging: LoggingSection.prefault({}),
  retention: RetentionSection.prefault({}),
};

/** The whole file. Sample, reference page and editor schema are printed from it. */
export const ConfigSchema = z.strictObject({
  homeserver: door.homeserver,
  appservice: door.appservice,
  storage: StorageSection,
  secrets: SecretsSection,
  mail: door.mail,
  site: SiteSection,
  registration: door.registration,
  ...everywhere,
});

/** A Porter that keeps no door: nothing of the homeserver, and a database in its usual place. */
export const DoorlessSchema = z.strictObject({
  homeserver: z.undefined().optional(),
  appservice: z.undefined().optional(),
  mail: z.undefined().optional(),
  registration: z.undefined().optional(),
  storage: StorageSection.prefault({ sqlite: 'data/porter.db' }),
  secrets: SecretsSection.optional(),
  site: SiteSection.optional(),
  ...everywhere,
  meetings: MeetingsSection,
});

/** The configuration as read: times in milliseconds, paths absolute, URLs without a slash at the end, secrets as `Secret`. */
export type Config = z.output<typeof ConfigSchema>;
export type DoorlessConfig = z.output<typeof DoorlessSchema>;
export type AnyConfig = Config | DoorlessConfig;

/** @param data as it stands in the file */
export const keepsDoor = (data: unknown): boolean =>
  data === null || typeof data !== 'object' || !('meetings' in data) || Object.keys(door).some((name) => name in data);
