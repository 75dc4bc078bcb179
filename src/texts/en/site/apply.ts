/** The form, and what keeps it from being sent. */
export const enApply = {
  'site.apply.title': 'Apply for an account',
  'site.apply.lead': 'Tell us who you are. People on our team read every application and reply by email.',
  'site.apply.username': 'Username',
  'site.apply.usernameHint': 'Lowercase letters, digits and . _ = - / +. It cannot be changed later.',
  'site.apply.futureId': 'Your Matrix ID will be {{userId}}',
  'site.apply.displayName': 'Display name (optional)',
  'site.apply.displayNameHint':
    'This is the name other people see, in any alphabet you like. You can change it at any time.',
  'site.apply.email': 'Email address',
  'site.apply.emailHint': 'We will email you a link to confirm it, and later our answer.',
  'site.apply.reason': 'Why would you like to join?',
  'site.apply.reasonOptional': 'Why would you like to join? (optional)',
  'site.apply.reasonHint': 'Two or three sentences are plenty; at most 1,000 characters. Only our team reads them.',
  'site.apply.trap': 'Leave this field empty',
  'site.apply.send': 'Send my application',
  'site.apply.username.empty': 'Choose a username.',
  'site.apply.username.characters': 'Use only lowercase letters a–z, digits and the characters . _ = - / +',
  'site.apply.username.leadingUnderscore': 'A username cannot start with an underscore.',
  'site.apply.username.digitsOnly': 'A username cannot be digits only.',
  'site.apply.username.tooLong': 'This username is too long.',
  'site.apply.username.reserved': 'This username is reserved. Choose another one.',
  'site.apply.username.taken': 'This username is taken. Choose another one.',
  'site.apply.displayName.tooLong': 'Shorten the display name to 100 characters.',
  'site.apply.email.empty': 'Enter your email address.',
  'site.apply.email.notAnAddress': 'This does not look like an email address, such as name@example.org.',
  'site.apply.reason.empty': 'Tell us briefly why you would like to join.',
  'site.apply.reason.tooLong': 'Shorten your reason to 1,000 characters.',
  'site.apply.limited.day':
    'So many people have applied today that we cannot take more for now. You can send this form again after {{when}}.',
  'site.apply.limited.domain':
    'Many applications have come from your email provider today. You can send this form again after {{when}}, or now with an address at another provider.',
  'site.apply.limited.open':
    'Our team still has many applications to read. You can send this form again after {{when}}.',
  'site.apply.limited.network':
    'Several applications have come from your network. You can send this form again after {{when}}.',
  'site.apply.limited.checks': 'That was a little too fast. Please send the form again in a moment.',
  'site.apply.oldForm':
    'This form had expired: it was open for a long time, or your browser does not keep cookies for this page. Nothing was sent. Please send it once more.',
  'site.apply.fault':
    'We could not take your application just now, and nothing was sent. What you typed is still below: please send it again in a minute. If it happens again, tell us this number: {{id}}',
  'site.apply.closedMeanwhile':
    'Applications are closed at the moment. What you typed is still below: keep this page open and send it later.',

  'site.onceMore.title': 'Once more, please',
  'site.onceMore.text':
    'Bots fill in forms like this one too, and very quickly. Please press the button once more so that we know you are a person. Nothing you typed is lost.',
  'site.onceMore.send': 'Yes, send my application',
  'site.onceMore.back': 'Change something first',

  'site.closed.title': 'Not open yet',
  'site.closed.text':
    'We cannot take applications at the moment, because our side is not ready yet. Please check back later.',
} as const;
