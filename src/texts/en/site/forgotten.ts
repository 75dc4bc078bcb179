/** The page for a forgotten password, and the page behind the link in its letter. */
export const enForgotten = {
  'site.forgotten.title': 'Forgot your password?',
  'site.forgotten.lead':
    'Tell us the email address of your account, and we send you a link by which you choose a new password.',
  'site.forgotten.device':
    'Is one of your devices still logged in? Then rather change the password there, in the settings: you lose nothing.',
  'site.forgotten.email': 'Email address of your account',
  'site.forgotten.send': 'Send me a link',
  'site.forgotten.notAnAddress': 'This is not an email address. It looks like name@example.org.',
  'site.forgotten.asked.title': 'Look into your mailbox',
  'site.forgotten.asked.text':
    'If an account here has this address, an email with a link is on its way. The link works for one hour. No email after a few minutes? Look into the spam folder, try another address of yours, or contact the people who run the server. One address gets at most three emails in an hour.',
  'site.newPassword.title': 'Choose a new password',
  'site.newPassword.lead': 'From now on you log in with it, on every device.',
  'site.newPassword.stay': 'Keep my devices logged in',
  'site.newPassword.stayHint':
    'Tick this if only you could know the old password. Otherwise every device is logged out: encrypted messages can then be read again only with your recovery key (also called security key).',
  'site.newPassword.send': 'Set the new password',
  'site.newPassword.done.title': 'Your new password is set',
  'site.newPassword.done.text': 'Log in as {{userId}} with the new password, in any Matrix app.',
  'site.newPassword.unknown.text':
    'Part of it may have been lost on the way, or the account has another address now. Please copy the whole link from the newest email.',
  'site.newPassword.used.title': 'This link has been used',
  'site.newPassword.used.text':
    'A password has been set for your account since this link was made. If that was not you, ask for a new link at once and contact the people who run the server.',
  'site.newPassword.expired.text': 'You can have a new one sent at any time.',
  'site.newPassword.again': 'Get a new link',
  'site.newPassword.locked.text':
    'The people who run the server have locked it, so no password can be set now. Please ask them.',
} as const;
