/** The applicant's own page. */
export const enStatus = {
  'site.status.title': 'Your application',
  'site.status.number': 'Number',
  'site.status.account': 'Matrix ID',
  'site.status.since': 'Since',
  'site.status.next': 'What comes next',
  'site.status.submitted': 'Waiting for you to confirm your email address',
  'site.status.submitted.next': 'Open the link in our email, or enter its code.',
  'site.status.waiting': 'Our team is reading it',
  'site.status.waiting.next':
    'Members of our team vote on it. You will get an email as soon as they have decided; there is nothing you need to do.',
  'site.status.approved': 'Approved',
  'site.status.approved.next': 'Your account is being created. The email with your way in will come by itself.',
  'site.status.admitted': 'Approved: your account is ready',
  'site.status.admitted.next': 'Open the link in our welcome email and set your password.',
  'site.status.settled': 'You are in',
  'site.status.settled.next': 'Log in with your Matrix ID and your password. Welcome!',
  'site.status.closed': 'Declined',
  'site.status.closed.next':
    'Our team decided not to create this account. If you think this is a mistake, contact the people who run the server.',
  'site.status.withdrawn': 'Withdrawn by you',
  'site.status.withdrawn.next': 'Nothing more will happen. You are welcome to apply again at any time.',
  'site.status.expired': 'Ended',
  'site.status.expired.notProved': 'The email address was not confirmed in time. You are welcome to apply again.',
  'site.status.expired.tooManyCodes': 'The wrong code was entered ten times. You are welcome to apply again.',
  'site.status.expired.nobodyDecided':
    'Nobody on our team decided in time. We are sorry: that is our fault, not yours. You are welcome to apply again.',
  'site.status.expired.noNamePicked':
    'Our team said yes, but your username belonged to somebody else by then, and no other one was chosen in time. You are welcome to apply again.',
  'site.status.expired.accountGone':
    'Our team said yes, but the account has been closed on the server before you set a password. If you think this is a mistake, contact the people who run the server. You are welcome to apply again.',
  'site.status.looksAgain': 'This page looks again by itself from time to time.',
  'site.status.stayStill': 'Stop that',
  'site.status.still': 'This page no longer looks again by itself.',
  'site.status.lookAgain': 'Let it look again',
  'site.status.keep': 'Bookmark this page: it brings you back here at any time.',
  'site.status.withdraw': 'Withdraw my application',
  'site.status.withdrawText':
    'This ends your application and frees its username, and our team is told. It cannot be undone.',
  'site.status.withdrawYes': 'Yes, withdraw it',
  'site.status.withdrawDone': 'Your application has been withdrawn.',
  'site.status.tooLate': 'That is no longer possible: your application has moved on in the meantime.',
  'site.status.nameDone': 'We have noted your new username. Your account is being created.',
  'site.status.resend': 'Send the welcome email again',
  'site.status.resent': 'Another welcome email is on its way.',
  'site.status.limited': 'You can ask for the email again {{when}}.',
  'site.mail.waitsTitle': 'Your email has to wait',
  'site.mail.waits':
    'Our emails cannot go out at the moment, since {{when}}. They follow by themselves as soon as they can; there is nothing you need to do.',
  'site.status.unknown.title': 'This link does not work',
  'site.status.unknown.text':
    'Part of it may have been lost on the way, or the application ended long ago. Please copy the whole link from the email.',
} as const;
