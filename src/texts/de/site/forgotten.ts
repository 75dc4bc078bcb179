import type { enForgotten } from '../../en/site/forgotten.ts';

export const deForgotten: Record<keyof typeof enForgotten, string> = {
  'site.forgotten.title': 'Passwort vergessen?',
  'site.forgotten.lead':
    'Nennen Sie uns die E-Mail-Adresse Ihres Kontos, dann schicken wir Ihnen einen Link, mit dem Sie ein neues Passwort wählen.',
  'site.forgotten.device':
    'Ist eines Ihrer Geräte noch angemeldet? Dann ändern Sie das Passwort lieber dort in den Einstellungen: So geht nichts verloren.',
  'site.forgotten.email': 'E-Mail-Adresse Ihres Kontos',
  'site.forgotten.send': 'Link schicken',
  'site.forgotten.notAnAddress': 'Das ist keine E-Mail-Adresse. Sie sieht aus wie name@example.org.',
  'site.forgotten.asked.title': 'Sehen Sie in Ihr Postfach',
  'site.forgotten.asked.text':
    'Wenn ein Konto hier diese Adresse hat, ist eine E-Mail mit einem Link unterwegs. Der Link gilt eine Stunde. Nach einigen Minuten noch keine E-Mail? Sehen Sie im Spam-Ordner nach, versuchen Sie eine andere Adresse von Ihnen, oder wenden Sie sich an die Betreiber des Servers. An eine Adresse gehen höchstens drei E-Mails in der Stunde.',
  'site.newPassword.title': 'Ein neues Passwort wählen',
  'site.newPassword.lead': 'Damit melden Sie sich von jetzt an auf jedem Gerät an.',
  'site.newPassword.stay': 'Meine Geräte angemeldet lassen',
  'site.newPassword.stayHint':
    'Kreuzen Sie das an, wenn nur Sie das alte Passwort kennen konnten. Sonst wird jedes Gerät abgemeldet: Verschlüsselte Nachrichten lesen Sie dann nur mit Ihrem Wiederherstellungsschlüssel (auch Sicherheitsschlüssel genannt) wieder.',
  'site.newPassword.send': 'Neues Passwort festlegen',
  'site.newPassword.done.title': 'Ihr neues Passwort gilt',
  'site.newPassword.done.text': 'Melden Sie sich als {{userId}} mit dem neuen Passwort an, in jedem Matrix-Programm.',
  'site.newPassword.unknown.text':
    'Vielleicht ging unterwegs ein Teil verloren, oder das Konto hat jetzt eine andere Adresse. Bitte kopieren Sie den ganzen Link aus der neuesten E-Mail.',
  'site.newPassword.used.title': 'Dieser Link wurde schon benutzt',
  'site.newPassword.used.text':
    'Seit dieser Link entstand, wurde für Ihr Konto ein Passwort festgelegt. Wenn Sie das nicht waren, fordern Sie sofort einen neuen Link an und wenden Sie sich an die Betreiber des Servers.',
  'site.newPassword.expired.text': 'Sie können sich jederzeit einen neuen schicken lassen.',
  'site.newPassword.again': 'Neuen Link anfordern',
  'site.newPassword.locked.text':
    'Die Betreiber des Servers haben es gesperrt, darum kann jetzt kein Passwort festgelegt werden. Bitte fragen Sie dort nach.',
};
