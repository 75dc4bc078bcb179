/** The page behind the welcome letter's link, and the page behind a link that a restore made void. */
export const enWelcome = {
  'site.welcome.title': 'Welcome',
  'site.welcome.named': 'Welcome, {{name}}',
  'site.welcome.lead': 'Your account is ready. Choose a password, and you are in.',
  'site.welcome.account': 'Your Matrix ID',
  'site.welcome.password': 'Password',
  'site.welcome.passwordHint':
    'At least {{least}} characters. A few unrelated words work well, or whatever your password manager suggests.',
  'site.welcome.repeat': 'The same password again',
  'site.welcome.send': 'Set the password',
  'site.welcome.unknown.title': 'This link does not work',
  'site.welcome.unknown.text':
    'Part of it may have been lost on the way, or a newer email has replaced it. Please copy the whole link from the newest email.',
  'site.welcome.used.title': 'Your password is already set',
  'site.welcome.used.text': 'This link has done its work. Log in with your Matrix ID and the password you chose.',
  'site.renew.title': 'This link no longer works',
  'site.renew.text':
    'We had to go back to a saved copy of our records, and links from before that no longer work. Your application is still here. We can send an email with a new link to the address in your application.',
  'site.renew.send': 'Send an email with a new link',
  'site.renew.done.title': 'A new email is on its way',
  'site.renew.done.text': 'Please use the link in it from now on.',
  'site.welcome.expired.title': 'This link is too old',
  'site.welcome.expired.text': 'Your account is still there. We can send you a new welcome email.',
  'site.welcome.renew': 'Send a new welcome email',
  'site.welcome.renewed.title': 'A new email is on its way',
  'site.welcome.renewed.text': 'Open the link in it to set your password.',
  'site.welcome.notNow.title': 'Not at the moment',
  'site.welcome.notNow.text':
    'Your account cannot be opened right now: our team is looking at your application again. You will get an email as soon as that is settled.',
  'site.welcome.gone.title': 'This account has been closed',
  'site.welcome.gone.text':
    'It was closed on the server before you set a password, so this link leads nowhere. Our team knows. If you think this is a mistake, contact the people who run the server. You may also apply again.',
  'site.welcome.locked.title': 'This account is locked',
  'site.welcome.locked.text':
    'The people who run the server have locked it, so no password can be set now. Our team knows. Your link works again once the account is unlocked: ask the people who run the server.',
  'site.welcome.off.title': 'No password can be set here now',
  'site.welcome.off.text':
    'The server is set up so that nobody can set a password. Only the people who run it can change that, and our team has been told. Your link stays valid: open it again once they have mended it.',
  'site.welcome.tooLate': 'A new email can no longer be sent for this application.',

  'site.next.title': 'You are in',
  'site.next.lead': 'Your password is set. This is what you need to log in:',
  'site.next.account': 'Matrix ID',
  'site.next.homeserver': 'Homeserver',
  'site.next.enter': 'In the app, choose another homeserver and enter {{homeserver}}, then log in.',
  'site.next.clients': 'Apps for your computer and your phone',
  'site.next.clientsText': 'Any Matrix app will do. These are good ones to start with:',
  'site.next.choosesServer': 'opens with our server already chosen',
  'site.next.howTo': 'First steps, explained by us',
  'site.next.keep': 'Write these two lines down: you need them whenever you log in on a new device.',
} as const;
