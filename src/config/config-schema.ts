import { z } from 'zod';
import { AppserviceSection, HomeserverSection } from './sections/homeserver.ts';
import { MailSection } from './sections/mail.ts';
import { AccountsSection, LoggingSection, OperationsSection, RetentionSection } from './sections/operations.ts';
import { RegistrationSection } from './sections/registration.ts';
import { SiteSection } from './sections/site.ts';
import { SecretsSection, StorageSection } from './sections/storage.ts';

/** The whole file. Sample, reference page and editor schema are printed from it. */
export const ConfigSchema = z.strictObject({
  homeserver: HomeserverSection,
  appservice: AppserviceSection,
  storage: StorageSection,
  secrets: SecretsSection,
  mail: MailSection,
  site: SiteSection,
  registration: RegistrationSection,
  accounts: AccountsSection.prefault({}),
  operations: OperationsSection.optional(),
  logging: LoggingSection.prefault({}),
  retention: RetentionSection.prefault({}),
});

/** The configuration as read: times in milliseconds, paths absolute, URLs without a slash at the end, secrets as `Secret`. */
export type Config = z.output<typeof ConfigSchema>;
