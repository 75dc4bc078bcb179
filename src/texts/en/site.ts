/** Sentences of the public pages. `{{…}}` are filled in by `say`. */
export const enSite = {
  // ---- on every page
  'site.errorPrefix': 'Error: ',
  'site.skip': 'Skip to the content',
  'site.language': 'Language',
  'site.footer': 'These pages work without scripts and load nothing from anywhere else.',
  'site.steps.label': 'The way to your account',
  'site.steps.apply': 'Apply',
  'site.steps.confirm': 'Confirm your address',
  'site.steps.decide': 'The team decides',
  'site.steps.enter': 'Come in',
  'site.summary.title': 'Something needs your attention',
  'site.home': 'Go to the start page',

  // ---- apply
  'site.apply.title': 'Apply for an account',
  'site.apply.lead': 'Tell us who you are. People of our team read every application and answer by mail.',
  'site.apply.username': 'Username',
  'site.apply.usernameHint': 'Lower-case letters, digits and . _ = - / +. It cannot be changed later.',
  'site.apply.futureId': 'Your Matrix ID will be {{userId}}',
  'site.apply.displayName': 'Display name (optional)',
  'site.apply.displayNameHint': 'Others see this name; any script will do. You can change it at any time.',
  'site.apply.email': 'Mail address',
  'site.apply.emailHint': 'We send you a link to confirm it, and later our answer.',
  'site.apply.reason': 'Why would you like to join?',
  'site.apply.reasonOptional': 'Why would you like to join? (optional)',
  'site.apply.reasonHint': 'Two or three sentences are plenty; at most 1,000 characters. Only our team reads them.',
  'site.apply.trap': 'Leave this field empty',
  'site.apply.send': 'Send the application',
  'site.apply.username.empty': 'Choose a username.',
  'site.apply.username.characters': 'A username has only lower-case letters a–z, digits and the signs . _ = - / +',
  'site.apply.username.leadingUnderscore': 'A username cannot begin with an underscore.',
  'site.apply.username.digitsOnly': 'A username needs something besides digits.',
  'site.apply.username.tooLong': 'This username is too long.',
  'site.apply.username.reserved': 'This username is reserved. Choose another one.',
  'site.apply.username.taken': 'This username is taken. Choose another one.',
  'site.apply.displayName.tooLong': 'Shorten the display name to 100 characters.',
  'site.apply.email.empty': 'Enter your mail address.',
  'site.apply.email.notAnAddress': 'This does not look like a mail address, such as name@example.org.',
  'site.apply.reason.empty': 'Tell us briefly why you would like to join.',
  'site.apply.reason.tooLong': 'Shorten your reason to 1,000 characters.',
  'site.apply.limited.day':
    'So many people have applied today that we take no more for now. You can send this form again from {{when}} on.',
  'site.apply.limited.domain':
    'Many applications have come from your mail provider today. You can send this form again from {{when}} on, or now with an address at another provider.',
  'site.apply.limited.open':
    'Our team still has many applications to read. You can send this form again from {{when}} on.',
  'site.apply.limited.network':
    'Several applications have come from your network. You can send this form again from {{when}} on.',
  'site.apply.limited.checks': 'That was a little fast. Please send the form once more in a moment.',
  'site.apply.oldForm':
    'This form no longer fitted your visit: it was open for a long time, or your browser keeps no cookies for this page. Nothing was sent. Please send it once more.',
  'site.apply.fault':
    'Your application could not be taken just now, and nothing was sent. What you typed is still below: please send it again in a minute. If it happens again, tell us this number: {{id}}',
  'site.apply.closedMeanwhile':
    'Applications are not open at this moment. What you typed is still below: keep this page and send it later.',

  'site.onceMore.title': 'Once more, please',
  'site.onceMore.text':
    'Programs fill in forms like this one as well, and very quickly. Please press the button once more, so that we know you are a person. Nothing you typed is lost.',
  'site.onceMore.send': 'Yes, send my application',
  'site.onceMore.back': 'Change something first',

  'site.closed.title': 'Not open yet',
  'site.closed.text':
    'Applications cannot be taken at this moment, because our side is not ready yet. Please look in again later.',

  // ---- check your mail
  'site.check.title': 'Check your mail',
  'site.check.lead': 'We have sent a letter to {{email}}. Open the link in it, or enter its code here.',
  'site.check.forId': 'You apply for {{userId}}',
  'site.check.code': 'Code from the letter',
  'site.check.codeHint': '8 digits; spaces do not matter.',
  'site.check.send': 'Confirm my address',
  'site.check.resent': 'Another letter is on its way. The codes of the last three letters are all good.',
  'site.check.corrected':
    'Your address is corrected, and a letter is on its way to it. Earlier links and codes are void.',
  'site.check.mailRefused': 'The mail server does not take letters for {{email}}. Please correct the address below.',
  'site.check.help': 'No letter has come?',
  'site.check.helpText': 'It can take a few minutes. Please look among unwanted mail (spam), too.',
  'site.check.resend': 'Send another letter',
  'site.check.resendLater': 'You can ask for another letter from {{when}} on.',
  'site.check.correct': 'The address is wrong',
  'site.check.newAddress': 'Correct mail address',
  'site.check.newAddressSend': 'Correct it and send a letter',
  'site.check.wrongCode_one': 'This is not the right code. You can try once more.',
  'site.check.wrongCode_other': 'This is not the right code. You can try {{count}} more times.',
  'site.check.emptyCode': 'Enter the code from the letter: 8 digits.',
  'site.check.expiredCode': 'This code is too old. Ask for another letter below, or open the link in the one you have.',
  'site.check.limited': 'Another letter can be asked for from {{when}} on.',

  'site.ended.title': 'This application has ended',
  'site.ended.text':
    'It was withdrawn, took too long, or its code was entered wrongly ten times. Nothing of it goes on, and its username is free again. You are welcome to apply anew.',
  'site.ended.again': 'Apply anew',

  // ---- prove the address by link
  'site.prove.title': 'Confirm your address',
  'site.prove.text':
    'You apply for the account {{userId}}. Is the mailbox in which you found this letter yours, and shall our team read your application?',
  'site.prove.send': 'Yes, confirm it',
  'site.prove.unknown.title': 'This link does not work',
  'site.prove.unknown.text':
    'Perhaps a part of it was lost on the way. Please copy the whole link from the letter, or enter the code on the page where you applied. If you have asked for a letter to another address since, only that one counts.',
  'site.prove.used.title': 'This link was used already',
  'site.prove.used.text':
    'Your address is confirmed. You find how your application stands by the link in our second letter, which came after you confirmed.',
  'site.prove.expired.title': 'This link is too old',
  'site.prove.expired.text': 'Links in our letters are good for 48 hours. Please apply anew: it takes two minutes.',
  'site.prove.inUse.title': 'There is an application already',
  'site.prove.inUse.text':
    'An application with this mail address is open already. Its letters tell you how it stands; this second one is not needed.',

  'site.name.title': 'Choose another username',
  'site.name.claimed':
    'Your address is right, but somebody else has confirmed the username you chose before you. Please choose another one.',
  'site.name.lost':
    'Our team has said yes, but the username of {{userId}} was taken meanwhile. Please choose another one; you need not apply again.',
  'site.name.new': 'New username',
  'site.name.send': 'Take this username',

  // ---- status
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

  // ---- welcome
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

  'site.password.empty': 'Choose a password.',
  'site.password.different': 'The two passwords differ. Please type the same one twice.',
  'site.password.tooShort': 'This password is too short: it needs at least 10 characters.',
  'site.password.tooLong': 'This password is too long. Please choose a shorter one.',
  'site.password.tooManyBytes':
    'This password is too long: our server counts only the first 72 bytes (signs outside a–z take two to four).',
  'site.password.common': 'Many people use this password, so it would be tried first. Choose another one.',
  'site.password.guessable': 'This password is too easy to guess. Make it longer or less regular.',
  'site.password.why.straightRow': 'Keys beside each other on the keyboard are easy to guess.',
  'site.password.why.keyPattern': 'Short patterns on the keyboard are easy to guess.',
  'site.password.why.simpleRepeat': 'Repeated signs such as "aaa" are easy to guess.',
  'site.password.why.extendedRepeat': 'Repeated groups such as "abcabcabc" are easy to guess.',
  'site.password.why.sequences': 'Sequences such as "abc" or "6543" are easy to guess.',
  'site.password.why.recentYears': 'Recent years are easy to guess.',
  'site.password.why.dates': 'Dates are easy to guess.',
  'site.password.why.topTen': 'It is among the ten most used passwords.',
  'site.password.why.topHundred': 'It is among the hundred most used passwords.',
  'site.password.why.common': 'It is among the often used passwords.',
  'site.password.why.similarToCommon': 'It is much like an often used password.',
  'site.password.why.wordByItself': 'A single word is easy to guess.',
  'site.password.why.namesByThemselves': 'Names alone are easy to guess.',
  'site.password.why.commonNames': 'Common names are easy to guess.',
  'site.password.why.userInputs': 'It contains your own name, address, or the name of this service.',
  'site.password.why.pwned': 'It was published in a leak of another service.',

  'site.next.title': 'You are in',
  'site.next.lead': 'Your password is set. This is what you need to log in:',
  'site.next.account': 'Matrix ID',
  'site.next.homeserver': 'Homeserver',
  'site.next.enter': 'In the program choose another homeserver and enter {{homeserver}}, then log in.',
  'site.next.clients': 'Programs for your computer and your phone',
  'site.next.clientsText': 'Any Matrix program will do. These are good ones to begin with:',
  'site.next.howTo': 'First steps, explained by us',
  'site.next.keep': 'Note these two lines: you need them whenever you log in on a new device.',

  // ---- a meeting's guests
  'site.meeting.title': 'You are invited to a meeting',
  'site.meeting.lead': 'One press of the button takes you there. Nothing happens before you press it.',
  'site.meeting.room': 'Room',
  'site.meeting.everyRoom': 'any room; you choose it there',
  'site.meeting.as': 'You join as',
  'site.meeting.moderator': 'moderator',
  'site.meeting.until': 'The invitation is good until',
  'site.meeting.at': 'The meeting is at',
  'site.meeting.name': 'Your name',
  'site.meeting.nameHint': 'Everybody in the meeting sees it.',
  'site.meeting.nameEmpty': 'Enter the name that the others shall see.',
  'site.meeting.send': 'Join the meeting',
  'site.meeting.unknown.title': 'This link does not work',
  'site.meeting.unknown.text':
    'Perhaps a part of it was lost on the way, or the meeting was long ago. Please copy the whole link from the invitation, or ask whoever invited you for a new one.',
  'site.meeting.usedUp.title': 'This invitation is used up',
  'site.meeting.usedUp.text':
    'It was good for a certain number of people, and so many have joined with it already. Please ask whoever invited you for a new one.',
  'site.meeting.ended.title': 'This invitation has ended',
  'site.meeting.ended.text': 'Its time is over. Please ask whoever invited you for a new one.',
  'site.meeting.revoked.title': 'This invitation does not count any more',
  'site.meeting.revoked.text': 'It was taken back. Please ask whoever invited you for a new one.',
  'site.guestsHome.title': 'Meetings for guests',
  'site.guestsHome.text':
    'There is nothing to do on this page. If you were invited to a meeting, open the link of your invitation.',

  // ---- letters tried out, links of the past
  'site.letterCheck.title': 'A letter of ours',
  'site.letterCheck.good': 'The link has arrived exactly as it was sent.',
  'site.letterCheck.bad':
    'The link has been changed on its way, or belongs to another try. If your mail provider rewrites links, switch that off for these letters.',
  'site.oldLink.title': 'This link is from our former program',
  'site.oldLink.text':
    'It can no longer be used. Please apply here anew: it takes two minutes, and a letter with a new link follows at once.',

  // ---- requests that cannot be answered
  'site.problem.back': 'Please go back one page in your browser and try again.',
  'site.problem.badRequest.title': 'This request cannot be read',
  'site.problem.badRequest.text': 'What your browser sent is damaged or incomplete. Nothing was changed.',
  'site.problem.notUtf8.title': 'These characters cannot be read',
  'site.problem.notUtf8.text': 'What was sent is not valid UTF-8 text. Nothing was changed.',
  'site.problem.otherSite.title': 'This did not come from our page',
  'site.problem.otherSite.text':
    'For your safety only forms of {{origin}} itself are taken. Nothing was changed. Please open that address and start there.',
  'site.problem.oldForm.title': 'This page was open for too long',
  'site.problem.oldForm.text':
    'Its form no longer fits your visit, or your browser keeps no cookies for this page. Nothing was changed. Go back, load the page anew, and try again.',
  'site.problem.notFound.title': 'There is no such page',
  'site.problem.notFound.text': 'Perhaps the address was mistyped, or a part of a link was lost on the way.',
  'site.problem.method.title': 'That is not possible here',
  'site.problem.method.text': 'This address does not take this kind of request. Nothing was changed.',
  'site.problem.tooLarge.title': 'That was too much text',
  'site.problem.tooLarge.text':
    'More was sent than our form can hold. Nothing was changed. Go back and shorten your text.',
  'site.problem.media.title': 'This kind of data is not taken',
  'site.problem.media.text': 'Only ordinary forms in UTF-8 are taken here. Nothing was changed.',
  'site.problem.tooMany.title': 'Too many at once',
  'site.problem.tooMany.text': 'Please wait a little: you can go on from {{when}} on. Nothing was changed.',
  'site.fault.title': 'Something is out of order',
  'site.fault.wait_one': 'Nothing you have done before is lost. Please look in again in about a minute.',
  'site.fault.wait_other': 'Nothing you have done before is lost. Please look in again in about {{count}} minutes.',
  'site.fault.ours': 'This is our fault, not yours. Nothing you have done before is lost. Please try again later.',
  'site.fault.id': 'If you tell us about it, name this number: {{id}}',
} as const;
