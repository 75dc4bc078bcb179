import { enAccount } from './site/account.ts';
import { enApply } from './site/apply.ts';
import { enEmail } from './site/email.ts';
import { enEveryPage } from './site/every-page.ts';
import { enForgotten } from './site/forgotten.ts';
import { enMeeting } from './site/meeting.ts';
import { enPassword } from './site/password.ts';
import { enProblems } from './site/problems.ts';
import { enProve } from './site/prove.ts';
import { enStatus } from './site/status.ts';
import { enWelcome } from './site/welcome.ts';

/** Sentences of the public pages. `say` fills in `{{…}}`. */
export const enSite = {
  ...enEveryPage,
  ...enAccount,
  ...enEmail,
  ...enApply,
  ...enProve,
  ...enStatus,
  ...enWelcome,
  ...enPassword,
  ...enForgotten,
  ...enMeeting,
  ...enProblems,
} as const;
