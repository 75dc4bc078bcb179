/** "Check your mail", the page behind its link, and what can come between. */
export const enProve = {
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
} as const;
