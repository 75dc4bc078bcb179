import type { enSite } from '../en/site.ts';
import { deAccount } from './site/account.ts';
import { deApply } from './site/apply.ts';
import { deEmail } from './site/email.ts';
import { deEveryPage } from './site/every-page.ts';
import { deForgotten } from './site/forgotten.ts';
import { deMeeting } from './site/meeting.ts';
import { dePassword } from './site/password.ts';
import { deProblems } from './site/problems.ts';
import { deProve } from './site/prove.ts';
import { deStatus } from './site/status.ts';
import { deWelcome } from './site/welcome.ts';

export const deSite: Record<keyof typeof enSite, string> = {
  ...deEveryPage,
  ...deAccount,
  ...deEmail,
  ...deApply,
  ...deProve,
  ...deStatus,
  ...deWelcome,
  ...dePassword,
  ...deForgotten,
  ...deMeeting,
  ...deProblems,
};
