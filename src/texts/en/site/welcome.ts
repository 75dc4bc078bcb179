/** Behind the link of the welcome letter, and behind one that a restore made void. */
export const enWelcome = {
  'site.welcome.title': 'Welcome',
  'site.welcome.named': 'Welcome, {{name}}',
  'site.welcome.lead': 'Your account is ready. Choose a password, and you are in.',
  'site.welcome.account': 'Your Matrix ID',
  'site.welcome.password': 'Password',
  'site.welcome.passwordHint':
    'At least 10 characters. Good are a few unrelated words, or what your password manager suggests.',
  'site.welcome.repeat': 'The same password again',
  'site.welcome.send': 'Set the password',
  'site.welcome.unknown.title': 'This link does not work',
  'site.welcome.unknown.text':
    'Perhaps a part of it was lost on the way, or a newer letter has replaced it. Please copy the whole link from the newest letter.',
  'site.welcome.used.title': 'Your password is set already',
  'site.welcome.used.text': 'This link has done its work. Log in with your Matrix ID and the password you chose.',
  'site.renew.title': 'This link does not count any more',
  'site.renew.text':
    'We had to go back to a saved copy of our records, and links from before that end with it. Your application is still here. We can send you a letter with a new link, to the mail address of the application.',
  'site.renew.send': 'Send a letter with a new link',
  'site.renew.done.title': 'A new letter is on its way',
  'site.renew.done.text': 'Please use the link in it from now on.',
  'site.welcome.expired.title': 'This link is too old',
  'site.welcome.expired.text': 'Your account is still there. We can send you a new welcome letter.',
  'site.welcome.renew': 'Send a new welcome letter',
  'site.welcome.renewed.title': 'A new letter is on its way',
  'site.welcome.renewed.text': 'Open the link in it to set your password.',
  'site.welcome.notNow.title': 'Not at this moment',
  'site.welcome.notNow.text':
    'Your account cannot be opened right now: our team is looking at your application again. You get a letter as soon as that is settled.',
  'site.welcome.tooLate': 'A new letter cannot be sent any more for this application.',

  'site.next.title': 'You are in',
  'site.next.lead': 'Your password is set. This is what you need to log in:',
  'site.next.account': 'Matrix ID',
  'site.next.homeserver': 'Homeserver',
  'site.next.enter': 'In the program choose another homeserver and enter {{homeserver}}, then log in.',
  'site.next.clients': 'Programs for your computer and your phone',
  'site.next.clientsText': 'Any Matrix program will do. These are good ones to begin with:',
  'site.next.howTo': 'First steps, explained by us',
  'site.next.keep': 'Note these two lines: you need them whenever you log in on a new device.',
} as const;
