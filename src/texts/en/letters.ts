export const enLetters = {
  'letters.from': 'This email was sent by {{title}}, {{site}}.',
  'letters.noReply': 'Please do not reply to this email: nobody would read it.',
  'letters.mayReply': 'You may reply to this email: the people who run {{title}} read it.',
  'letters.notYou':
    'You did not ask for this? Then somebody mistyped an address. Ignore this email, and nothing more will happen.',
  'letters.notYouWithdraw': 'Not you? Withdraw it on that page.',
  'letters.linkBelow': 'If the button does not work, copy this address into a browser:',
  'letters.status.button': 'See where it stands',

  'letters.prove.subject': '{{title}}: please confirm your email address',
  'letters.prove.why':
    'Somebody, most likely you, is asking {{title}} for the account {{userId}} with this email address. Please confirm that the address is yours.',
  'letters.prove.button': 'Confirm this address',
  'letters.prove.link':
    'The link works for 48 hours, in any browser. It opens a page with one button; nothing happens until you press it.',
  'letters.prove.code': 'Or type this code into the page that you still have open:',
  'letters.prove.codeLife': 'The code works for two hours.',

  'letters.received.subject': '{{title}}: we have your application',
  'letters.received.what':
    'Your email address is confirmed. The team of {{title}} now has your application no. {{shortId}} for the account {{userId}}.',
  'letters.received.next': 'People read it and decide, so it may take a while. You will get an email either way.',
  'letters.received.keep': 'Keep this email: the link shows where your application stands, and lets you withdraw it.',

  'letters.welcome.subject': '{{title}}: welcome, your account is ready',
  'letters.welcome.what':
    'Welcome! Your application was accepted and your account is ready. Only a password is missing, and you choose it yourself.',
  'letters.welcome.chosen':
    'Welcome! Your application was accepted and your account is ready. Sign in with the password that you chose when you applied.',
  'letters.welcome.againSubject': '{{title}}: your account is still waiting for you',
  'letters.welcome.againWhat':
    'Your application was accepted and your account is ready, but you have not set a password yet, and the link in our last email has expired. Here is a new one. We will not remind you again.',
  'letters.welcome.button': 'Set your password',
  'letters.welcome.days_one': 'The link works once, within one day.',
  'letters.welcome.days_other': 'The link works once, within {{count}} days.',
  'letters.welcome.hours_one': 'The link works once, within one hour.',
  'letters.welcome.hours_other': 'The link works once, within {{count}} hours.',
  'letters.welcome.again': 'If it has expired, open it all the same: its page can send you a new one.',
  'letters.welcome.userId': 'Your Matrix ID',
  'letters.welcome.homeserver': 'Homeserver address',
  'letters.welcome.clients': 'Apps you can use:',
  'letters.welcome.enter': 'In the app, choose another homeserver and enter {{homeserver}}, then log in.',
  'letters.welcome.howTo': 'How to go on from here:',

  'letters.delayed.subject': '{{title}}: accepted, your account takes a little longer',
  'letters.delayed.what':
    'Good news: your application for {{userId}} was accepted. Creating the account is taking longer than usual, because part of the server cannot be reached at the moment.',
  'letters.delayed.next':
    'There is nothing you have to do. The email with the link to your account will come by itself.',

  'letters.nameLost.subject': '{{title}}: accepted, but please choose another name',
  'letters.nameLost.what':
    'Good news: your application was accepted. In the meantime, though, somebody else has taken the name {{userId}}.',
  'letters.nameLost.next':
    'Please choose another name on your page. Nobody has to decide again: your account will be created right away.',
  'letters.nameLost.button': 'Choose another name',

  'letters.refused.subject': '{{title}}: about your application',
  'letters.refused.what':
    'The team of {{title}} has looked at your application for {{userId}} and has decided not to accept it.',
  'letters.refused.next':
    'No account was created. If you think this is a mistake, contact the people who run the server.',

  'letters.expired.subject': '{{title}}: your application has expired',
  'letters.expired.subjectAccountGone': '{{title}}: your account was closed',
  'letters.expired.notProved':
    'The application for {{userId}} with this email address has expired, because the address was not confirmed in time. No account was created and the name is free again.',
  'letters.expired.nobodyDecided':
    'Your application for {{userId}} has expired, because nobody decided on it in time. We are sorry. No account was created.',
  'letters.expired.noNamePicked':
    'Your application was accepted, but somebody else had taken the name {{userId}}, and no other name was chosen in time. So it has expired. No account was created.',
  'letters.expired.accountGone':
    'Your application was accepted, but the account {{userId}} has been closed on the server before you set a password. So the link in our earlier email no longer works, and this application has ended. If you think this is a mistake, contact the people who run the server.',
  'letters.expired.again': 'You may apply again at any time.',
  'letters.expired.button': 'Apply again',

  'letters.changed.subject': '{{title}}: another address is now in use',
  'letters.changed.what':
    'We recently sent you an email that asked you to confirm this address for an application. That application now uses another address, so the links and codes in our earlier emails no longer work.',
  'letters.changed.next': 'There is nothing you have to do.',

  'letters.passwordChanged.subject': '{{title}}: your password was changed',
  'letters.passwordChanged.what': 'The password of your account {{userId}} was changed on {{time}}.',
  'letters.passwordChanged.notYou':
    'If that was you, there is nothing you have to do. If it was not, somebody else is in your account: contact the people who run the server at once.',

  'letters.newAddress.subject': '{{title}}: please confirm your new email address',
  'letters.newAddress.what':
    'Somebody, most likely you, wants the account {{userId}} at {{title}} to use this email address. Please confirm that the address is yours.',
  'letters.newAddress.press': 'It opens a page with one button; nothing changes until you press it.',
  'letters.addressInUse.subject': '{{title}}: this email address is in use already',
  'letters.addressInUse.what':
    'Somebody, most likely you, wants another account at {{title}} to use this email address. It belongs to your account {{userId}}, so nothing has changed.',
  'letters.addressInUse.next':
    'If you want it for the other account, give {{userId}} another address first, on its account page.',
  'letters.address.asked.subject': '{{title}}: your email address is about to change',
  'letters.address.asked.what':
    'On {{time}} somebody, most likely you, signed in to your account {{userId}} and asked for another email address. It counts in the place of the one before once the link in our email to it is pressed.',
  'letters.address.asked.notYou':
    'If that was not you, somebody knows your password. Choose a new one at once: that ends the change.',
  'letters.address.choose': 'Choose a new password here:',
  'letters.address.done.subject': '{{title}}: your email address was changed',
  'letters.address.done.what':
    'On {{time}} your account {{userId}} got another email address. It counts in the place of the one before.',
  'letters.address.done.notYou':
    'If that was you, there is nothing you have to do. If it was not, contact the people who run the server at once: for 30 days they can undo it.',
  'letters.address.undone.subject': '{{title}}: your earlier email address counts again',
  'letters.address.undone.what':
    'On {{time}} the people who run the server undid the change of the email address of your account {{userId}}. The one before counts again.',
  'letters.address.undone.notYou': 'If somebody else may know your password, choose a new one.',

  'letters.forgotten.subject': '{{title}}: your new password',
  'letters.forgotten.what':
    'Somebody, most likely you, has asked {{title}} for a new password of the account {{userId}}. Choose one here:',
  'letters.forgotten.button': 'Choose a password',
  'letters.forgotten.life': 'The link works once, within one hour.',
  'letters.forgotten.press': 'It opens a page with a form; nothing changes until you send it.',
  'letters.forgotten.keep': 'Until then your old password stays valid.',

  'letters.invited.subject': '{{title}}: choose a password for your account',
  'letters.invited.what':
    'Your account {{userId}} at {{title}} has no password of its own yet. Please choose one: from then on you log in with it, in any Matrix app. Your rooms and contacts stay as they are.',
  'letters.invited.again': 'Is the link too old? Have a new one sent here, with this email address:',

  'letters.haveAccount.forgotten': 'Forgot your password? Choose a new one here:',
  'letters.haveAccount.subject': '{{title}}: you already have an account',
  'letters.haveAccount.what':
    'Somebody, most likely you, has applied at {{title}} for an account with this email address. This address belongs to the account {{userId}}, so no new one is needed.',
  'letters.haveAccount.next':
    'Log in with this Matrix ID in your Matrix app; the homeserver address is below. If you want a second account, apply with another email address.',

  'letters.haveOpen.subject': '{{title}}: your application is already with us',
  'letters.haveOpen.what':
    'Somebody, most likely you, has applied at {{title}} with this email address. An application with this address is already on its way, and one at a time is enough.',
  'letters.haveOpen.next':
    'This page shows where it stands. There you can also withdraw it as long as nobody has decided.',

  'letters.trial.subject': 'a letter to try the mail out',
  'letters.trial.body':
    'Somebody ran porter check --mail with this address. Press the link: the page behind it says whether it arrived unchanged.',
  'letters.trial.end':
    'If it did not, your mail provider rewrites links: mail.headers can take its switch against that.',
} as const;
