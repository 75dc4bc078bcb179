import type { enLetters } from '../en/letters.ts';

export const deLetters: Record<keyof typeof enLetters, string> = {
  'letters.from': 'Diese E-Mail hat {{title}} geschickt, {{site}}.',
  'letters.noReply': 'Bitte antworten Sie nicht auf diese E-Mail: Niemand würde die Antwort lesen.',
  'letters.mayReply': 'Sie können auf diese E-Mail antworten: Die Menschen hinter {{title}} lesen die Antwort.',
  'letters.notYou':
    'Das waren nicht Sie? Dann hat sich jemand bei der Adresse vertippt. Beachten Sie diese E-Mail nicht, es geschieht nichts weiter.',
  'letters.notYouWithdraw': 'Das waren nicht Sie? Ziehen Sie die Bewerbung auf jener Seite zurück.',
  'letters.linkBelow': 'Wenn der Knopf nicht funktioniert, kopieren Sie diese Adresse in einen Browser:',
  'letters.status.button': 'Nachsehen, wie es steht',

  'letters.prove.subject': '{{title}}: Bitte bestätigen Sie Ihre E-Mail-Adresse',
  'letters.prove.why':
    'Jemand, vermutlich Sie, bewirbt sich bei {{title}} mit dieser E-Mail-Adresse um das Konto {{userId}}. Bitte bestätigen Sie, dass die Adresse Ihnen gehört.',
  'letters.prove.button': 'Adresse bestätigen',
  'letters.prove.link':
    'Der Link gilt 48 Stunden, in jedem Browser. Er öffnet eine Seite mit einem Knopf; bevor Sie ihn drücken, geschieht nichts.',
  'letters.prove.code': 'Oder geben Sie diesen Code auf der Seite ein, die Sie noch offen haben:',
  'letters.prove.codeLife': 'Der Code gilt zwei Stunden.',

  'letters.received.subject': '{{title}}: Ihre Bewerbung ist da',
  'letters.received.what':
    'Ihre E-Mail-Adresse ist bestätigt. Das Team von {{title}} hat jetzt Ihre Bewerbung Nr. {{shortId}} um das Konto {{userId}}.',
  'letters.received.next':
    'Menschen lesen sie und entscheiden, das kann eine Weile dauern. Eine E-Mail bekommen Sie in jedem Fall.',
  'letters.received.keep':
    'Heben Sie diese E-Mail auf: Der Link zeigt, wie es um Ihre Bewerbung steht, und dort können Sie sie zurückziehen.',

  'letters.welcome.subject': '{{title}}: Willkommen, Ihr Konto ist bereit',
  'letters.welcome.what':
    'Willkommen! Ihre Bewerbung wurde angenommen und Ihr Konto ist bereit. Es fehlt nur noch ein Passwort, und das wählen Sie selbst.',
  'letters.welcome.chosen':
    'Willkommen! Ihre Bewerbung wurde angenommen und Ihr Konto ist bereit. Melden Sie sich mit dem Passwort an, das Sie bei der Bewerbung gewählt haben.',
  'letters.welcome.againSubject': '{{title}}: Ihr Konto wartet noch auf Sie',
  'letters.welcome.againWhat':
    'Ihre Bewerbung wurde angenommen und Ihr Konto ist bereit, aber Sie haben noch kein Passwort festgelegt, und der Link in unserer letzten E-Mail ist abgelaufen. Hier ist ein neuer. Wir erinnern Sie nicht noch einmal.',
  'letters.welcome.button': 'Passwort festlegen',
  'letters.welcome.days_one': 'Der Link gilt einmal, einen Tag lang.',
  'letters.welcome.days_other': 'Der Link gilt einmal, {{count}} Tage lang.',
  'letters.welcome.hours_one': 'Der Link gilt einmal, eine Stunde lang.',
  'letters.welcome.hours_other': 'Der Link gilt einmal, {{count}} Stunden lang.',
  'letters.welcome.again': 'Ist er abgelaufen, schickt Ihnen die Seite dahinter einen neuen.',
  'letters.welcome.userId': 'Ihre Matrix-ID',
  'letters.welcome.homeserver': 'Adresse des Homeservers',
  'letters.welcome.clients': 'Programme, die Sie benutzen können:',
  'letters.welcome.enter':
    'Wählen Sie im Programm einen anderen Homeserver, geben Sie {{homeserver}} ein und melden Sie sich dann an.',
  'letters.welcome.howTo': 'So geht es weiter:',

  'letters.delayed.subject': '{{title}}: Angenommen, Ihr Konto braucht noch etwas',
  'letters.delayed.what':
    'Gute Nachricht: Ihre Bewerbung um {{userId}} wurde angenommen. Das Anlegen des Kontos dauert länger als sonst, weil ein Teil des Servers gerade nicht erreichbar ist.',
  'letters.delayed.next': 'Sie müssen nichts tun. Die E-Mail mit dem Link zu Ihrem Konto kommt von selbst.',

  'letters.nameLost.subject': '{{title}}: Angenommen, aber bitte wählen Sie einen anderen Namen',
  'letters.nameLost.what':
    'Gute Nachricht: Ihre Bewerbung wurde angenommen. Inzwischen hat allerdings jemand anderes den Namen {{userId}} genommen.',
  'letters.nameLost.next':
    'Bitte wählen Sie auf Ihrer Seite einen anderen Namen. Niemand muss noch einmal entscheiden: Ihr Konto wird dann sofort angelegt.',
  'letters.nameLost.button': 'Anderen Namen wählen',

  'letters.refused.subject': '{{title}}: Zu Ihrer Bewerbung',
  'letters.refused.what':
    'Das Team von {{title}} hat Ihre Bewerbung um {{userId}} angesehen und beschlossen, sie nicht anzunehmen.',
  'letters.refused.next':
    'Es wurde kein Konto angelegt. Wenn Sie das für einen Irrtum halten, wenden Sie sich an die Betreiber des Servers.',

  'letters.expired.subject': '{{title}}: Ihre Bewerbung ist abgelaufen',
  'letters.expired.subjectAccountGone': '{{title}}: Ihr Konto wurde geschlossen',
  'letters.expired.notProved':
    'Die Bewerbung um {{userId}} mit dieser E-Mail-Adresse ist abgelaufen, weil die Adresse nicht rechtzeitig bestätigt wurde. Es wurde nichts angelegt, und der Name ist wieder frei.',
  'letters.expired.nobodyDecided':
    'Ihre Bewerbung um {{userId}} ist abgelaufen, weil sie nicht rechtzeitig zu einem Ende kam. Das tut uns leid. Es wurde kein Konto angelegt.',
  'letters.expired.noNamePicked':
    'Ihre Bewerbung wurde angenommen, aber den Namen {{userId}} hatte jemand anderes, und es wurde nicht rechtzeitig ein anderer gewählt. Darum ist die Bewerbung abgelaufen. Es wurde kein Konto angelegt.',
  'letters.expired.accountGone':
    'Ihre Bewerbung wurde angenommen, aber das Konto {{userId}} wurde auf dem Server geschlossen, bevor Sie ein Passwort festgelegt haben. Der Link in unserer früheren E-Mail führt darum nirgendwohin, und die Bewerbung ist beendet. Wenn Sie das für einen Irrtum halten, wenden Sie sich an die Betreiber des Servers.',
  'letters.expired.again': 'Sie können sich jederzeit neu bewerben.',
  'letters.expired.button': 'Neu bewerben',

  'letters.changed.subject': '{{title}}: Es gilt jetzt eine andere Adresse',
  'letters.changed.what':
    'Wir haben Sie kürzlich gebeten, diese E-Mail-Adresse für eine Bewerbung zu bestätigen. Für diese Bewerbung gilt jetzt eine andere Adresse; die Links und Codes in unseren früheren E-Mails sind damit ungültig.',
  'letters.changed.next': 'Sie müssen nichts tun.',

  'letters.passwordChanged.subject': '{{title}}: Ihr Passwort wurde geändert',
  'letters.passwordChanged.what': 'Das Passwort Ihres Kontos {{userId}} wurde am {{time}} geändert.',
  'letters.passwordChanged.notYou':
    'Wenn Sie das waren, brauchen Sie nichts zu tun. Wenn nicht, ist jemand anderes in Ihrem Konto: Wenden Sie sich sofort an die Menschen, die den Server betreiben.',

  'letters.newAddress.subject': '{{title}}: Bitte bestätigen Sie Ihre neue E-Mail-Adresse',
  'letters.newAddress.what':
    'Jemand, vermutlich Sie, möchte diese E-Mail-Adresse für das Konto {{userId}} bei {{title}} verwenden. Bitte bestätigen Sie, dass die Adresse Ihnen gehört.',
  'letters.newAddress.press': 'Er öffnet eine Seite mit einem Knopf; bevor Sie ihn drücken, ändert sich nichts.',
  'letters.addressInUse.subject': '{{title}}: Diese E-Mail-Adresse wird schon benutzt',
  'letters.addressInUse.what':
    'Jemand, vermutlich Sie, möchte diese E-Mail-Adresse bei {{title}} für ein anderes Konto verwenden. Sie gehört zu Ihrem Konto {{userId}}, darum hat sich nichts geändert.',
  'letters.addressInUse.next':
    'Wenn sie für das andere Konto gelten soll, geben Sie {{userId}} zuerst auf dessen Kontoseite eine andere Adresse.',
  'letters.address.asked.subject': '{{title}}: Ihre E-Mail-Adresse soll sich ändern',
  'letters.address.asked.what':
    'Am {{time}} hat sich jemand, vermutlich Sie, bei Ihrem Konto {{userId}} angemeldet und eine andere E-Mail-Adresse angefordert. Sie gilt statt der bisherigen, sobald der Link in unserer E-Mail dorthin gedrückt wird.',
  'letters.address.asked.notYou':
    'Wenn Sie das nicht waren, kennt jemand Ihr Passwort. Wählen Sie sofort ein neues: Das beendet die Änderung.',
  'letters.address.choose': 'Hier wählen Sie ein neues Passwort:',
  'letters.address.done.subject': '{{title}}: Ihre E-Mail-Adresse wurde geändert',
  'letters.address.done.what':
    'Am {{time}} hat Ihr Konto {{userId}} eine andere E-Mail-Adresse bekommen. Sie gilt statt der bisherigen.',
  'letters.address.done.notYou':
    'Wenn Sie das waren, brauchen Sie nichts zu tun. Wenn nicht, wenden Sie sich sofort an die Menschen, die den Server betreiben: Sie können es 30 Tage lang rückgängig machen.',
  'letters.address.undone.subject': '{{title}}: Ihre frühere E-Mail-Adresse gilt wieder',
  'letters.address.undone.what':
    'Am {{time}} haben die Menschen, die den Server betreiben, die Änderung der E-Mail-Adresse Ihres Kontos {{userId}} rückgängig gemacht. Die frühere gilt wieder.',
  'letters.address.undone.notYou': 'Wenn jemand anderes Ihr Passwort kennen könnte, wählen Sie ein neues.',

  'letters.forgotten.subject': '{{title}}: Ihr neues Passwort',
  'letters.forgotten.what':
    'Jemand, vermutlich Sie, hat bei {{title}} ein neues Passwort für das Konto {{userId}} angefordert. Wählen Sie es hier:',
  'letters.forgotten.button': 'Passwort wählen',
  'letters.forgotten.life': 'Der Link gilt einmal, eine Stunde lang.',
  'letters.forgotten.press': 'Er öffnet eine Seite mit einem Formular; bevor Sie es absenden, ändert sich nichts.',
  'letters.forgotten.keep': 'Bis dahin gilt Ihr altes Passwort weiter.',

  'letters.invited.subject': '{{title}}: Wählen Sie ein Passwort für Ihr Konto',
  'letters.invited.what':
    'Ihr Konto {{userId}} bei {{title}} hat noch kein eigenes Passwort. Bitte wählen Sie eines: Damit melden Sie sich von da an in jedem Matrix-Programm an. Ihre Räume und Kontakte bleiben, wie sie sind.',
  'letters.invited.again': 'Ist der Link zu alt? Einen neuen bekommen Sie hier, mit dieser E-Mail-Adresse:',

  'letters.haveAccount.forgotten': 'Passwort vergessen? Hier wählen Sie ein neues:',
  'letters.haveAccount.subject': '{{title}}: Sie haben schon ein Konto',
  'letters.haveAccount.what':
    'Jemand, vermutlich Sie, hat sich bei {{title}} mit dieser E-Mail-Adresse um ein Konto beworben. Zu dieser Adresse gehört schon das Konto {{userId}}, ein neues ist nicht nötig.',
  'letters.haveAccount.next':
    'Melden Sie sich mit dieser Matrix-ID in Ihrem Matrix-Programm an; die Adresse des Homeservers steht unten. Möchten Sie ein zweites Konto, nehmen Sie dafür eine andere E-Mail-Adresse.',

  'letters.haveOpen.subject': '{{title}}: Ihre Bewerbung liegt uns schon vor',
  'letters.haveOpen.what':
    'Jemand, vermutlich Sie, hat sich bei {{title}} mit dieser E-Mail-Adresse beworben. Mit dieser Adresse ist schon eine Bewerbung unterwegs, und eine zur Zeit genügt.',
  'letters.haveOpen.next':
    'Diese Seite zeigt, wie es steht. Solange niemand entschieden hat, können Sie sie dort auch zurückziehen.',

  'letters.trial.subject': 'ein Brief zum Ausprobieren',
  'letters.trial.body':
    'Jemand hat porter check --mail mit dieser Adresse aufgerufen. Die Seite hinter dem Link sagt, ob er unverändert ankam.',
  'letters.trial.end':
    'Wenn nicht, schreibt Ihr Mailanbieter Links um: mail.headers nimmt seinen Schalter dagegen auf.',
};
