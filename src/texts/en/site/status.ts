/** The applicant's own page. */
export const enStatus = {
  'site.status.title': 'Your application',
  'site.status.number': 'Number',
  'site.status.account': 'Matrix ID',
  'site.status.since': 'Since',
  'site.status.next': 'What comes next',
  'site.status.submitted': 'Waiting for you to confirm your mail address',
  'site.status.submitted.next': 'Open the link in our letter, or enter its code.',
  'site.status.waiting': 'Our team is reading it',
  'site.status.waiting.next':
    'Members of our team vote on it. You get a letter as soon as they have decided; there is nothing you need to do.',
  'site.status.approved': 'Approved',
  'site.status.approved.next': 'Your account is being made. A letter with your way in follows by itself.',
  'site.status.admitted': 'Approved: your account is ready',
  'site.status.admitted.next': 'Open the link in our welcome letter and set your password.',
  'site.status.settled': 'You are in',
  'site.status.settled.next': 'Log in with your Matrix ID and your password. Welcome!',
  'site.status.closed': 'Declined',
  'site.status.closed.next':
    'Our team decided not to make this account. If you think that this is a mistake, get in touch with the people who run the server.',
  'site.status.withdrawn': 'Withdrawn by you',
  'site.status.withdrawn.next': 'Nothing more happens. You are welcome to apply again at any time.',
  'site.status.expired': 'Ended',
  'site.status.expired.notProved': 'The mail address was not confirmed in time. You are welcome to apply again.',
  'site.status.expired.tooManyCodes': 'The code was entered wrongly ten times. You are welcome to apply again.',
  'site.status.expired.nobodyDecided':
    'Nobody of our team decided in time. We are sorry: that is our fault, not yours. You are welcome to apply again.',
  'site.status.expired.noNamePicked':
    'Our team said yes, but your username belonged to somebody else by then, and no other one was chosen in time. You are welcome to apply again.',
  'site.status.keep': 'Save this page as a bookmark: it brings you back here at any time.',
  'site.status.withdraw': 'Withdraw the application',
  'site.status.withdrawText':
    'The application ends, its username becomes free, and our team is told. This cannot be undone.',
  'site.status.withdrawYes': 'Yes, withdraw it',
  'site.status.withdrawDone': 'Your application is withdrawn.',
  'site.status.tooLate': 'That is no longer possible: your application has moved on meanwhile.',
  'site.status.nameDone': 'Your new username is noted. Your account is being made.',
  'site.status.resend': 'Send the welcome letter again',
  'site.status.resent': 'Another welcome letter is on its way.',
  'site.status.limited': 'The letter can be asked for again from {{when}} on.',
  'site.status.unknown.title': 'This link does not work',
  'site.status.unknown.text':
    'Perhaps a part of it was lost on the way, or the application has ended long ago. Please copy the whole link from the letter.',
} as const;
