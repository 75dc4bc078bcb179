export const enLetters = {
  'letters.from': 'This letter was sent by {{title}}, {{site}}.',
  'letters.notYou':
    'You did not ask for this? Then somebody has mistyped an address. Ignore this letter, and nothing more will happen.',
  'letters.notYouWithdraw': 'Not you? Withdraw it on that page.',
  'letters.linkBelow': 'If the button does not work, copy this address into a browser:',
  'letters.status.button': 'See how it stands',

  'letters.prove.subject': '{{title}}: please confirm your mail address',
  'letters.prove.why':
    'Somebody, most likely you, asks {{title}} for the account {{userId}} with this mail address. Please confirm that the address is yours.',
  'letters.prove.button': 'Confirm this address',
  'letters.prove.link':
    'The link is good for 48 hours, in any browser. It opens a page with one button; nothing happens before you press it.',
  'letters.prove.code': 'Or type this code into the page that you still have open:',
  'letters.prove.codeLife': 'The code is good for two hours.',

  'letters.received.subject': '{{title}}: we have your application',
  'letters.received.what':
    'Your mail address is confirmed. The team of {{title}} now has your application no. {{shortId}} for the account {{userId}}.',
  'letters.received.next': 'People read it and decide, so it may take a while. You get a letter either way.',
  'letters.received.keep': 'Keep this letter: the link shows how your application stands, and lets you withdraw it.',

  'letters.welcome.subject': '{{title}}: welcome, your account is ready',
  'letters.welcome.what':
    'Welcome! Your application was accepted and your account is ready. Only a password is missing, and you choose it yourself.',
  'letters.welcome.againSubject': '{{title}}: your account still waits for you',
  'letters.welcome.againWhat':
    'Your application was accepted and your account is ready, but you have not set a password yet, and the link in our last letter has expired. Here is a new one. We will not remind you again.',
  'letters.welcome.button': 'Set your password',
  'letters.welcome.days_one': 'The link works once, within one day.',
  'letters.welcome.days_other': 'The link works once, within {{count}} days.',
  'letters.welcome.hours_one': 'The link works once, within one hour.',
  'letters.welcome.hours_other': 'The link works once, within {{count}} hours.',
  'letters.welcome.again': 'If it has expired, the page behind it sends you a new one.',
  'letters.welcome.userId': 'Your Matrix ID',
  'letters.welcome.homeserver': 'Homeserver address',
  'letters.welcome.clients': 'Programs that you can use:',
  'letters.welcome.enter': 'In the program choose another homeserver and enter {{homeserver}}, then log in.',
  'letters.welcome.howTo': 'How to go on from here:',

  'letters.delayed.subject': '{{title}}: accepted, your account takes a little longer',
  'letters.delayed.what':
    'Good news: your application for {{userId}} was accepted. Making the account takes longer than usual, because a part of the server cannot be reached at the moment.',
  'letters.delayed.next':
    'There is nothing that you have to do. The letter with the link to your account comes by itself.',

  'letters.nameLost.subject': '{{title}}: accepted, but please choose another name',
  'letters.nameLost.what':
    'Good news: your application was accepted. Meanwhile, though, somebody else has taken the name {{userId}}.',
  'letters.nameLost.next':
    'Please choose another name on your page. Nobody has to decide again: your account is made at once.',
  'letters.nameLost.button': 'Choose another name',

  'letters.refused.subject': '{{title}}: about your application',
  'letters.refused.what':
    'The team of {{title}} has looked at your application for {{userId}} and has decided not to accept it.',
  'letters.refused.next':
    'No account was made. If you think that this is a mistake, get in touch with the people who run the server.',

  'letters.expired.subject': '{{title}}: your application has expired',
  'letters.expired.notProved':
    'The application for {{userId}} with this mail address has expired, because the address was not confirmed in time. Nothing was made and the name is free again.',
  'letters.expired.nobodyDecided':
    'Your application for {{userId}} has expired, because it did not come to an end in time. We are sorry. No account was made.',
  'letters.expired.noNamePicked':
    'Your application was accepted, but somebody else had taken the name {{userId}}, and no other name was chosen in time. So it has expired. No account was made.',
  'letters.expired.again': 'You may apply again at any time.',
  'letters.expired.button': 'Apply again',

  'letters.changed.subject': '{{title}}: another address is used now',
  'letters.changed.what':
    'Lately we sent you a letter that asked you to confirm this mail address for an application. That application uses another address now, so the links and codes in our earlier letters no longer work.',
  'letters.changed.next': 'There is nothing that you have to do.',

  'letters.haveAccount.subject': '{{title}}: you already have an account',
  'letters.haveAccount.what':
    'Somebody, most likely you, has applied at {{title}} for an account with this mail address. There is one already that belongs to this address, so no new one is needed.',
  'letters.haveAccount.next':
    'Log in with it in your Matrix program; the homeserver address is below. If you want a second account, apply with another mail address.',

  'letters.haveOpen.subject': '{{title}}: your application is already with us',
  'letters.haveOpen.what':
    'Somebody, most likely you, has applied at {{title}} with this mail address. An application with this address is already on its way, and one at a time is enough.',
  'letters.haveOpen.next':
    'This page shows how it stands. There you can also withdraw it as long as nobody has decided.',
} as const;
