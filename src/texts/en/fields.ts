/** The fields of the form: how the form asks, what the team calls them, and what can be wrong with them. */
export const enFields = {
  'field.username.label': 'Username',
  'field.username.hint': 'Lowercase letters, digits and . _ = - / +. It cannot be changed later.',
  'field.username.empty': 'Choose a username.',
  'field.username.characters': 'Use only lowercase letters a–z, digits and the characters . _ = - / +',
  'field.username.leadingUnderscore': 'A username cannot start with an underscore.',
  'field.username.digitsOnly': 'A username cannot be digits only.',
  'field.username.tooLong': 'This username is too long.',
  'field.username.reserved': 'This username is reserved. Choose another one.',
  'field.username.taken': 'This username is taken. Choose another one.',

  'field.displayName.label': 'Display name',
  'field.displayName.hint':
    'This is the name other people see, in any alphabet you like. You can change it at any time.',
  'field.displayName.name': 'Display name',
  'field.displayName.tooLong': 'Shorten the display name to 100 characters.',

  'field.email.label': 'Email address',
  'field.email.hint': 'We will email you a link to confirm it, and later our answer.',
  'field.email.empty': 'Enter your email address.',
  'field.email.beyondAscii':
    'This server cannot write to such addresses yet: before the @ it knows the letters a–z, digits and a few signs. Use another address.',
  'field.email.misspelt': 'Did you mean {{instead}}? If your address is right as it stands, send the form once more.',
  'field.email.notAnAddress': 'This does not look like an email address, such as name@example.org.',

  'field.accepted.label': 'I have read and accept: {{texts}}',
  'field.accepted.hint': 'They open in a new tab.',
  'field.accepted.name': 'Accepted with the form',
  'field.accepted.notAccepted': 'Tick the box to say that you accept these texts.',
  'field.accepted.changed':
    'These texts have changed since you opened the form. Please read them and tick the box again.',

  'field.findableByName.label': 'People on this server may find me by my name',
  'field.findableByName.hint': 'When they search for your username or display name. You may leave this empty.',
  'field.findableByName.name': 'May be found by name',
  'field.findableByAddress.label': 'People who know my email address may find me by it',
  'field.findableByAddress.hint': 'It is not shown to anybody who does not know it. You may leave this empty.',
  'field.findableByAddress.name': 'May be found by address',

  'field.reason.label': 'Why would you like to join?',
  'field.reason.hint': 'Two or three sentences are plenty; at most 1,000 characters. Only our team reads them.',
  'field.reason.name': 'Reason',
  'field.reason.empty': 'Tell us briefly why you would like to join.',
  'field.reason.tooLong': 'Shorten your reason to 1,000 characters.',
} as const;
