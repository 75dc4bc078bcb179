import type { enStatus } from '../../en/site/status.ts';

export const deStatus: Record<keyof typeof enStatus, string> = {
  'site.status.title': 'Ihre Bewerbung',
  'site.status.number': 'Nummer',
  'site.status.account': 'Matrix-ID',
  'site.status.since': 'Seit',
  'site.status.next': 'Wie es weitergeht',
  'site.status.submitted': 'Wir warten darauf, dass Sie Ihre E-Mail-Adresse bestätigen',
  'site.status.submitted.next': 'Öffnen Sie den Link in unserer E-Mail, oder geben Sie den Code daraus ein.',
  'site.status.waiting': 'Unser Team liest sie',
  'site.status.waiting.next':
    'Mitglieder unseres Teams stimmen darüber ab. Sobald entschieden ist, bekommen Sie eine E-Mail; Sie müssen nichts tun.',
  'site.status.approved': 'Angenommen',
  'site.status.approved.next': 'Ihr Konto wird angelegt. Eine E-Mail mit Ihrem Zugang folgt von selbst.',
  'site.status.admitted': 'Angenommen: Ihr Konto ist bereit',
  'site.status.admitted.next': 'Öffnen Sie den Link in unserer Willkommens-E-Mail und legen Sie Ihr Passwort fest.',
  'site.status.settled': 'Geschafft',
  'site.status.settled.next': 'Melden Sie sich mit Ihrer Matrix-ID und Ihrem Passwort an. Willkommen!',
  'site.status.closed': 'Abgelehnt',
  'site.status.closed.next':
    'Unser Team hat sich gegen dieses Konto entschieden. Wenn Sie das für einen Irrtum halten, wenden Sie sich an die Betreiber des Servers.',
  'site.status.withdrawn': 'Von Ihnen zurückgezogen',
  'site.status.withdrawn.next': 'Es geschieht nichts weiter. Sie können sich jederzeit gern wieder bewerben.',
  'site.status.expired': 'Beendet',
  'site.status.expired.notProved':
    'Die E-Mail-Adresse wurde nicht rechtzeitig bestätigt. Sie können sich gern neu bewerben.',
  'site.status.expired.tooManyCodes': 'Der Code wurde zehnmal falsch eingegeben. Sie können sich gern neu bewerben.',
  'site.status.expired.nobodyDecided':
    'In unserem Team hat niemand rechtzeitig entschieden. Das tut uns leid: Es liegt an uns, nicht an Ihnen. Sie können sich gern neu bewerben.',
  'site.status.expired.noNamePicked':
    'Unser Team hat zugestimmt, aber Ihr Benutzername gehörte inzwischen jemand anderem, und es wurde nicht rechtzeitig ein anderer gewählt. Sie können sich gern neu bewerben.',
  'site.status.expired.accountGone':
    'Unser Team hat zugestimmt, aber das Konto wurde auf dem Server geschlossen, bevor Sie ein Passwort festgelegt haben. Wenn Sie das für einen Irrtum halten, wenden Sie sich an die Betreiber des Servers. Sie können sich gern neu bewerben.',
  'site.status.looksAgain': 'Diese Seite sieht von Zeit zu Zeit von selbst wieder nach.',
  'site.status.stayStill': 'Abschalten',
  'site.status.still': 'Diese Seite sieht nicht mehr von selbst nach.',
  'site.status.lookAgain': 'Wieder nachsehen lassen',
  'site.status.keep': 'Speichern Sie diese Seite als Lesezeichen: So kommen Sie jederzeit hierher zurück.',
  'site.status.withdraw': 'Die Bewerbung zurückziehen',
  'site.status.withdrawText':
    'Die Bewerbung endet, der Benutzername wird frei, und unser Team erfährt es. Das lässt sich nicht rückgängig machen.',
  'site.status.withdrawYes': 'Ja, zurückziehen',
  'site.status.withdrawDone': 'Ihre Bewerbung ist zurückgezogen.',
  'site.status.tooLate': 'Das geht nicht mehr: Ihre Bewerbung ist inzwischen weiter.',
  'site.status.nameDone': 'Ihr neuer Benutzername ist notiert. Ihr Konto wird angelegt.',
  'site.status.resend': 'Die Willkommens-E-Mail noch einmal schicken',
  'site.status.resent': 'Eine weitere Willkommens-E-Mail ist unterwegs.',
  'site.status.limited': 'Die E-Mail kann {{when}} wieder angefordert werden.',
  'site.mail.waitsTitle': 'Ihre E-Mail muss warten',
  'site.mail.waits':
    'Unsere E-Mails können zurzeit nicht hinausgehen, seit {{when}}. Sie folgen von selbst, sobald es wieder möglich ist; Sie müssen nichts tun.',
  'site.status.unknown.title': 'Dieser Link führt nirgendwohin',
  'site.status.unknown.text':
    'Vielleicht ging unterwegs ein Teil verloren, oder die Bewerbung ist schon lange beendet. Bitte kopieren Sie den ganzen Link aus der E-Mail.',
};
