import type { enFields } from '../en/fields.ts';

export const deFields: Record<keyof typeof enFields, string> = {
  'field.username.label': 'Benutzername',
  'field.username.hint': 'Kleinbuchstaben, Ziffern und . _ = - / +. Er lässt sich später nicht ändern.',
  'field.username.empty': 'Wählen Sie einen Benutzernamen.',
  'field.username.characters': 'Ein Benutzername hat nur Kleinbuchstaben a–z, Ziffern und die Zeichen . _ = - / +',
  'field.username.leadingUnderscore': 'Ein Benutzername kann nicht mit einem Unterstrich beginnen.',
  'field.username.digitsOnly': 'Ein Benutzername braucht mehr als nur Ziffern.',
  'field.username.tooLong': 'Dieser Benutzername ist zu lang.',
  'field.username.reserved': 'Dieser Benutzername ist vorbehalten. Wählen Sie einen anderen.',
  'field.username.taken': 'Dieser Benutzername ist vergeben. Wählen Sie einen anderen.',

  'field.displayName.label': 'Anzeigename',
  'field.displayName.hint': 'Diesen Namen sehen andere; alle Schriften sind erlaubt. Sie können ihn jederzeit ändern.',
  'field.displayName.name': 'Anzeigename',
  'field.displayName.tooLong': 'Kürzen Sie den Anzeigenamen auf 100 Zeichen.',

  'field.email.label': 'E-Mail-Adresse',
  'field.email.hint': 'Dorthin schicken wir einen Link zum Bestätigen und später unsere Antwort.',
  'field.email.empty': 'Geben Sie Ihre E-Mail-Adresse ein.',
  'field.email.beyondAscii':
    'An solche Adressen kann dieser Server noch nicht schreiben: Vor dem @ kennt er die Buchstaben a–z, Ziffern und ein paar Zeichen. Nehmen Sie eine andere Adresse.',
  'field.email.misspelt':
    'Meinten Sie {{instead}}? Wenn Ihre Adresse so stimmt, wie sie dasteht, senden Sie das Formular noch einmal ab.',
  'field.email.notAnAddress': 'Das sieht nicht nach einer E-Mail-Adresse aus, wie name@example.org.',

  'field.accepted.label': 'Gelesen und angenommen: {{texts}}',
  'field.accepted.hint': 'Öffnet sich in einem neuen Tab.',
  'field.accepted.name': 'Mit dem Formular angenommen',
  'field.accepted.notAccepted': 'Setzen Sie das Häkchen, wenn Sie diese Texte annehmen.',
  'field.accepted.changed':
    'Diese Texte haben sich geändert, seit Sie das Formular geöffnet haben. Bitte lesen Sie sie und setzen Sie das Häkchen noch einmal.',

  'field.findableByName.label': 'Andere auf diesem Server dürfen mich über meinen Namen finden',
  'field.findableByName.hint':
    'Wenn sie nach Ihrem Benutzernamen oder Anzeigenamen suchen. Sie dürfen das leer lassen.',
  'field.findableByName.name': 'Über den Namen zu finden',
  'field.findableByAddress.label': 'Wer meine E-Mail-Adresse kennt, darf mich darüber finden',
  'field.findableByAddress.hint': 'Wer sie nicht kennt, bekommt sie nicht zu sehen. Sie dürfen das leer lassen.',
  'field.findableByAddress.name': 'Über die Adresse zu finden',

  'field.reason.label': 'Warum möchten Sie dabei sein?',
  'field.reason.hint': 'Zwei, drei Sätze genügen; höchstens 1.000 Zeichen. Nur unser Team liest sie.',
  'field.reason.name': 'Begründung',
  'field.reason.empty': 'Sagen Sie uns kurz, warum Sie dabei sein möchten.',
  'field.reason.tooLong': 'Kürzen Sie Ihre Begründung auf 1.000 Zeichen.',
};
