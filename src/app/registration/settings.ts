import { FORGOTTEN } from '../../accounts/rules/link-jobs.ts';
import type { ApplicantPagesNeeds } from '../../doors/site/applicant-pages.ts';
import { HOUR, SECOND } from '../../kernel/clock.ts';
import type { RegistrationSettings } from '../../registration/settings.ts';
import { timeZoneOf } from '../ground-sections.ts';
import { acceptOf, ownPagesOf } from '../own-texts.ts';
import type { RegistrationConfig } from './config.ts';

/** Picks what registration reads from the whole configuration. */
export function registrationSettings(config: RegistrationConfig, sender: string): RegistrationSettings {
  const { registration, site, homeserver, accounts } = config;
  return {
    serverName: homeserver.serverName,
    quorum: { approve: registration.approvals, decline: registration.declines },
    approveDelay: registration.approveDelay,
    declineDelay: registration.declineDelay,
    decideWithin: registration.decideWithin,
    welcomeWithin: registration.welcomeWithin,
    reasonRequired: registration.reason === 'required',
    passwordOnForm: registration.password === 'form',
    showEmail: registration.showEmail,
    accountsHere: accounts.store === 'local',
    forgottenUrl: accounts.store === 'local' ? `${site.publicUrl}${FORGOTTEN}` : undefined,
    reservedNames: new Set(registration.reservedNames),
    limits: {
      perDay: registration.limits.perDay,
      open: registration.limits.open,
      perDomainPerDay: registration.limits.perDomainPerDay,
      unprovedPerHour: registration.limits.unprovedPerHour,
      unprovedPerDomainPerDay: registration.limits.unprovedPerDomainPerDay,
      freeDomains: new Set(registration.limits.freeDomains),
    },
    publicUrl: site.publicUrl,
    title: site.title ?? homeserver.serverName,
    mayReply: config.mail.replyTo !== undefined,
    homeserverUrl: homeserver.publicUrl ?? `https://${homeserver.serverName}`,
    howToUrl: site.howToUrl,
    clients: site.clients,
    own: ownPagesOf(site),
    accept: acceptOf(site),
    teamLanguage: registration.language ?? site.language,
    timeZone: timeZoneOf(site),
    sender,
  };
}

/** Picks what the pages of applicants read from the whole configuration. */
export function applicantSettings(config: RegistrationConfig): Omit<ApplicantPagesNeeds, 'useCases'> {
  const { accounts, site, homeserver, registration } = config;
  const { limits } = registration;
  return {
    clients: site.clients,
    howToUrl: site.howToUrl,
    intro: site.intro ?? [],
    homeserverUrl: homeserver.publicUrl ?? `https://${homeserver.serverName}`,
    serverName: homeserver.serverName,
    forgotten: accounts.store === 'local',
    limits: {
      applications: {
        count: limits.perNetworkAtOnce,
        per: (limits.perNetworkAtOnce * HOUR) / limits.perNetworkPerHour,
      },
      nameChecks: {
        count: limits.nameChecksAtOnce,
        per: (limits.nameChecksAtOnce * SECOND) / limits.nameChecksPerSecond,
      },
    },
  };
}
