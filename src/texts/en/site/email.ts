/** How people change their mail address, and the page behind the link to the new one. */
export const enEmail = {
  'site.account.email.title': 'Change your email address',
  'site.account.email.text':
    'We send a link to the new address, and the address counts once you press it. Your present address is told.',
  'site.account.email.replaces': 'Which address it replaces',
  'site.account.email.address': 'The new email address',
  'site.account.email.send': 'Send me a link',
  'site.account.email.own': 'Your account has this address already.',
  'site.account.email.which': 'Choose the address that is to be replaced.',
  'site.account.email.often':
    'You have asked for several changes already. Please wait at least an hour before the next one.',
  'site.account.email.open':
    'Asked for {{when}}: {{address}}. It counts once you press the link in our email to it, which works for one hour. No email? Look into the spam folder, or ask again.',
  'site.account.email.withdraw': 'Withdraw this change',
  'site.account.email.byOperator': 'To change your email address, write to the people who run the server.',
  'site.account.done.email': 'Look into the mailbox of the new address: an email is on its way there.',
  'site.account.done.withdrawn': 'The change is withdrawn. Your address stays as it is.',
  'site.newEmail.title': 'Confirm your new email address',
  'site.newEmail.text': 'The account {{userId}} is to use the address {{address}}.',
  'site.newEmail.send': 'Use this address',
  'site.newEmail.done.title': 'Your new address counts',
  'site.newEmail.done.text': 'From now on the account {{userId}} has the address {{address}}.',
  'site.newEmail.unknown.text':
    'Part of it may have been lost on the way. Please copy the whole link from the newest email.',
  'site.newEmail.used.text': 'The account {{userId}} has the address {{address}} already.',
  'site.newEmail.ended.title': 'This change has been withdrawn',
  'site.newEmail.ended.text':
    'Another address was asked for, a new password was set, or somebody withdrew the change. You can ask again on your account page.',
  'site.newEmail.expired.text': 'You can ask for a new one on your account page.',
  'site.newEmail.locked.text':
    'The people who run the server have locked it, so its address cannot be changed now. Please ask them.',
  'site.newEmail.taken.title': 'This address is in use',
  'site.newEmail.taken.text':
    'It belongs to another account here by now, so nothing was changed. Choose another address, or give that account another one first.',
  'site.newEmail.onward': 'To your account page',
} as const;
