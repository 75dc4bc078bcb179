import type { AccountsTools } from '../../app/accounts/tools.ts';
import type { RegistrationTools } from '../../app/registration/tools.ts';
import { counted } from '../../kernel/counted.ts';
import { columns } from '../print.ts';
import { type Report, reportText } from './import-report.ts';

type Requests = Awaited<ReturnType<RegistrationTools['importRequests']>>;

/** @param without accounts whose address was left out: nobody of them can ask for a forgotten password */
export function loginsText(report: Report, without: ReturnType<AccountsTools['readLogins']>, written: boolean): string {
  if (without.length === 0) return reportText(report, written);
  return [
    reportText(report, written),
    `${counted(without.length, 'account')} without a mail address, because an earlier row has it, or it is none:`,
    columns([
      ['line', 'name'],
      ...without.map(({ line, read }) => [String(line), read.ok ? read.value.localpart : '-']),
    ]),
  ].join('\n');
}

const whys: Readonly<Record<Requests['leftOut'][number]['why'], string>> = {
  finished: 'accepted and done, or declined',
  'letter-lost':
    'accepted, but the letter with the password was never sent: porter accounts password NAME, or a forgotten password, lets this person in',
  'has-account': 'the bot made an account of this name',
  'too-old': 'the address was not proved within 48 hours',
  'unknown-stage': 'its state is a number that the bot does not use',
  'bad-name': 'username: nobody here can be called so',
  'bad-email': 'email: not a mail address',
  'name-claimed': 'another open application has this name',
  'address-open': 'another open application has this address',
  'user-there': 'there is a user of this name, also if it is deactivated',
  'name-refused': 'the homeserver would not have a user of this name',
};

/** The report in words, as `reportText` has it: of a row only the name. */
export function requestsText({ waiting, unproved, there, leftOut }: Requests, written: boolean): string {
  const all = waiting + unproved;
  const counts = [
    `${counted(all, 'application')} ${written ? 'made' : 'would be made'}`,
    ...(all > 0 ? [`${waiting} for the team to decide, ${unproved} whose address is not proved yet`] : []),
    `${there} there already`,
    ...(leftOut.length > 0 ? [`${leftOut.length} left out`] : []),
  ];
  const rows = leftOut.map(({ line, name = '-', why }) => [String(line), name, whys[why]]);
  return [
    `${counts.join(', ')}.`,
    ...(rows.length > 0 ? [columns([['line', 'name', 'why'], ...rows])] : []),
    ...(!written && all > 0 ? ['Nothing was changed. To make them, say the same with --write.'] : []),
  ].join('\n');
}
