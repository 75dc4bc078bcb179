import type { enEmail } from '../../en/site/email.ts';

export const deEmail: Record<keyof typeof enEmail, string> = {
  'site.account.email.title': 'E-Mail-Adresse ändern',
  'site.account.email.text':
    'Wir schicken einen Link an die neue Adresse; sie gilt, sobald Sie ihn drücken. Ihre jetzige Adresse erfährt davon.',
  'site.account.email.replaces': 'Welche Adresse sie ersetzt',
  'site.account.email.address': 'Die neue E-Mail-Adresse',
  'site.account.email.send': 'Link schicken',
  'site.account.email.own': 'Diese Adresse hat Ihr Konto schon.',
  'site.account.email.which': 'Wählen Sie die Adresse, die ersetzt werden soll.',
  'site.account.email.often':
    'Sie haben schon mehrere Änderungen angefordert. Bitte warten Sie mindestens eine Stunde bis zur nächsten.',
  'site.account.email.open':
    'Angefordert {{when}}: {{address}}. Sie gilt, sobald Sie den Link in unserer E-Mail dorthin drücken; er gilt eine Stunde. Keine E-Mail? Sehen Sie im Spam-Ordner nach, oder fordern Sie eine neue an.',
  'site.account.email.withdraw': 'Diese Änderung zurückziehen',
  'site.account.email.byOperator':
    'Um Ihre E-Mail-Adresse zu ändern, schreiben Sie den Menschen, die den Server betreiben.',
  'site.account.done.email': 'Sehen Sie in das Postfach der neuen Adresse: Dorthin ist eine E-Mail unterwegs.',
  'site.account.done.withdrawn': 'Die Änderung ist zurückgezogen. Ihre Adresse bleibt, wie sie ist.',
  'site.newEmail.title': 'Neue E-Mail-Adresse bestätigen',
  'site.newEmail.text': 'Für das Konto {{userId}} soll die Adresse {{address}} gelten.',
  'site.newEmail.send': 'Diese Adresse verwenden',
  'site.newEmail.done.title': 'Ihre neue Adresse gilt',
  'site.newEmail.done.text': 'Von jetzt an hat das Konto {{userId}} die Adresse {{address}}.',
  'site.newEmail.unknown.text':
    'Vielleicht ging unterwegs ein Teil verloren. Bitte kopieren Sie den ganzen Link aus der neuesten E-Mail.',
  'site.newEmail.used.text': 'Das Konto {{userId}} hat die Adresse {{address}} schon.',
  'site.newEmail.ended.title': 'Diese Änderung ist zurückgezogen',
  'site.newEmail.ended.text':
    'Es wurde eine andere Adresse angefordert, ein neues Passwort festgelegt, oder jemand hat die Änderung zurückgezogen. Auf Ihrer Kontoseite können Sie sie neu anfordern.',
  'site.newEmail.expired.text': 'Auf Ihrer Kontoseite können Sie einen neuen anfordern.',
  'site.newEmail.locked.text':
    'Die Betreiber des Servers haben es gesperrt, darum kann seine Adresse jetzt nicht geändert werden. Bitte fragen Sie dort nach.',
  'site.newEmail.taken.title': 'Diese Adresse wird schon benutzt',
  'site.newEmail.taken.text':
    'Sie gehört inzwischen zu einem anderen Konto hier, darum wurde nichts geändert. Wählen Sie eine andere Adresse, oder geben Sie zuerst jenem Konto eine andere.',
  'site.newEmail.onward': 'Zu Ihrer Kontoseite',
};
