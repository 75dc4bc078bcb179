/** "Check your mail", the page behind the mailed link, and what can go wrong there. */
export const enProve = {
  'site.check.title': 'Check your email',
  'site.check.lead': 'We are sending an email to {{email}}. Open the link in it, or enter the code from it here.',
  'site.check.leadWaits':
    'Our emails cannot go out at the moment, since {{when}}. They go out by themselves as soon as they can. Then look for one to {{email}}, and open the link in it or enter its code here. Nothing you entered is lost.',
  'site.check.forId': 'You are applying for {{userId}}',
  'site.check.code': 'Code from the email',
  'site.check.codeHint': '8 digits; spaces do not matter.',
  'site.check.send': 'Confirm my address',
  'site.check.resent': 'Another email is on its way. The codes from the last three emails all work.',
  'site.check.corrected':
    'Your address has been corrected, and an email is on its way to it. Earlier links and codes no longer work.',
  'site.check.correctedWaits': 'Your address has been corrected. Earlier links and codes no longer work.',
  'site.check.mailRefused': 'The mail server does not accept email for {{email}}. Please correct the address below.',
  'site.check.state.title': 'Whether anything has changed',
  'site.check.state.waiting': 'Confirmed on another device? This line notices by itself.',
  'site.check.state.mailWaits': 'Our emails cannot go out at the moment, since {{when}}.',
  'site.check.state.mailGoes': 'Our emails go out again. Please look into your mailbox in a few minutes.',
  'site.check.state.refused': 'The mail server does not accept email for this address.',
  'site.check.state.proved': 'Your address is confirmed.',
  'site.check.state.ended': 'This application has ended.',
  'site.check.state.onward': 'Go on',
  'site.check.help': 'No email yet?',
  'site.check.helpText': 'It can take a few minutes. Please look in your spam folder, too.',
  'site.check.resend': 'Send another email',
  'site.check.resendLater': 'You can ask for another email {{when}}.',
  'site.check.correct': 'The address is wrong',
  'site.check.newAddress': 'Correct email address',
  'site.check.newAddressSend': 'Correct it and send an email',
  'site.check.wrongCode_one': 'That is not the right code. You can try once more.',
  'site.check.wrongCode_other': 'That is not the right code. You can try {{count}} more times.',
  'site.check.emptyCode': 'Enter the code from the email: 8 digits.',
  'site.check.expiredCode': 'This code is too old. Ask for another email below, or open the link in the one you have.',
  'site.check.limited': 'You can ask for another email {{when}}.',

  'site.ended.title': 'This application has ended',
  'site.ended.text':
    'It was withdrawn, took too long, or the wrong code was entered ten times. It will not go any further, and its username is free again. You are welcome to apply again.',
  'site.ended.again': 'Apply again',

  'site.prove.title': 'Confirm your address',
  'site.prove.text':
    'You are applying for the account {{userId}}. Is the mailbox where you found this email yours, and should our team read your application?',
  'site.prove.send': 'Yes, confirm it',
  'site.prove.unknown.title': 'This link does not work',
  'site.prove.unknown.text':
    'Part of it may have been lost on the way. Please copy the whole link from the email, or enter the code on the page where you applied. If you have since asked for an email to another address, only that one counts.',
  'site.oldVote.title': 'The team votes in its room',
  'site.oldVote.text':
    'Links like this one no longer decide anything. Every open application has a notice in the team room: vote there with ✅ or ❌.',
  'site.prove.used.title': 'This link has already been used',
  'site.prove.used.text':
    'Your address is confirmed. To see where your application stands, use the link in our second email, which came after you confirmed.',
  'site.prove.expired.title': 'This link is too old',
  'site.prove.expired.text': 'Links in our emails work for 48 hours. Please apply again: it takes two minutes.',
  'site.prove.inUse.title': 'There is already an application',
  'site.prove.inUse.text':
    'An application with this email address is already open. Its emails tell you where it stands; this second one is not needed.',

  'site.name.title': 'Choose another username',
  'site.name.claimed':
    'Your address is fine, but somebody else confirmed the username you chose before you did. Please choose another one.',
  'site.name.lost':
    'Our team has said yes, but the username in {{userId}} has been taken in the meantime. Please choose another one; you do not have to apply again.',
  'site.name.new': 'New username',
  'site.name.send': 'Take this username',
} as const;
