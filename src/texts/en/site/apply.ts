/** The form, and what keeps it from being sent. */
export const enApply = {
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
} as const;
