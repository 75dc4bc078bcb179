import { MailSection } from '../config/sections/mail.ts';

/** The ways out to people: one more channel is its folder and one entry here. */
export const channelSections = {
  mail: MailSection.optional(),
};
