import type { enLetters } from '../en/letters.ts';

export const deLetters: Record<keyof typeof enLetters, string> = {
  'letters.from': 'Diesen Brief hat {{title}} geschickt, {{site}}.',
  'letters.notYou':
    'Das waren nicht Sie? Dann hat sich jemand bei der Adresse vertippt. Beachten Sie diesen Brief nicht, es geschieht nichts weiter.',
  'letters.linkBelow': 'Wenn der Knopf nicht funktioniert, kopieren Sie diese Adresse in einen Browser:',
  'letters.status.button': 'Nachsehen, wie es steht',

  'letters.prove.subject': '{{title}}: Bitte bestätigen Sie Ihre Mailadresse',
  'letters.prove.why':
    'Jemand, vermutlich Sie, bittet {{title}} mit dieser Mailadresse um das Konto {{userId}}. Bitte bestätigen Sie, dass die Adresse Ihnen gehört.',
  'letters.prove.button': 'Adresse bestätigen',
  'letters.prove.link':
    'Der Link gilt 48 Stunden, in jedem Browser. Er öffnet eine Seite mit einem Knopf; bevor Sie ihn drücken, geschieht nichts.',
  'letters.prove.code': 'Oder geben Sie diesen Code auf der Seite ein, die Sie noch offen haben:',
  'letters.prove.codeLife': 'Der Code gilt zwei Stunden.',

  'letters.received.subject': '{{title}}: Ihr Antrag ist da',
  'letters.received.what':
    'Ihre Mailadresse ist bestätigt. Das Team von {{title}} hat jetzt Ihren Antrag Nr. {{shortId}} auf das Konto {{userId}}.',
  'letters.received.next':
    'Menschen lesen ihn und entscheiden, das kann eine Weile dauern. Einen Brief bekommen Sie in jedem Fall.',
  'letters.received.keep':
    'Heben Sie diesen Brief auf: Der Link zeigt, wie es um Ihren Antrag steht, und dort können Sie ihn zurückziehen.',

  'letters.welcome.subject': '{{title}}: Willkommen, Ihr Konto ist bereit',
  'letters.welcome.what':
    'Willkommen! Ihr Antrag wurde angenommen und Ihr Konto ist bereit. Es fehlt nur noch ein Passwort, und das wählen Sie selbst.',
  'letters.welcome.againSubject': '{{title}}: Ihr Konto wartet noch auf Sie',
  'letters.welcome.againWhat':
    'Ihr Antrag wurde angenommen und Ihr Konto ist bereit, aber Sie haben noch kein Passwort festgelegt, und der Link in unserem letzten Brief ist abgelaufen. Hier ist ein neuer. Wir erinnern Sie nicht noch einmal.',
  'letters.welcome.button': 'Passwort festlegen',
  'letters.welcome.days_one': 'Der Link gilt einmal, einen Tag lang.',
  'letters.welcome.days_other': 'Der Link gilt einmal, {{count}} Tage lang.',
  'letters.welcome.hours_one': 'Der Link gilt einmal, eine Stunde lang.',
  'letters.welcome.hours_other': 'Der Link gilt einmal, {{count}} Stunden lang.',
  'letters.welcome.again': 'Ist er abgelaufen, schickt Ihnen die Seite dahinter einen neuen.',
  'letters.welcome.userId': 'Ihre Matrix-ID',
  'letters.welcome.homeserver': 'Adresse des Homeservers',
  'letters.welcome.clients': 'Programme, die Sie benutzen können:',
  'letters.welcome.howTo': 'So geht es weiter:',

  'letters.delayed.subject': '{{title}}: Angenommen, Ihr Konto braucht noch etwas',
  'letters.delayed.what':
    'Gute Nachricht: Ihr Antrag auf {{userId}} wurde angenommen. Das Anlegen des Kontos dauert länger als sonst, weil ein Teil des Servers gerade nicht erreichbar ist.',
  'letters.delayed.next': 'Sie müssen nichts tun. Der Brief mit dem Link zu Ihrem Konto kommt von selbst.',

  'letters.nameLost.subject': '{{title}}: Angenommen, aber bitte wählen Sie einen anderen Namen',
  'letters.nameLost.what':
    'Gute Nachricht: Ihr Antrag wurde angenommen. Inzwischen hat allerdings jemand anders den Namen {{userId}} genommen.',
  'letters.nameLost.next':
    'Bitte wählen Sie auf Ihrer Seite einen anderen Namen. Niemand muss noch einmal entscheiden: Ihr Konto wird dann sofort angelegt.',
  'letters.nameLost.button': 'Anderen Namen wählen',

  'letters.refused.subject': '{{title}}: Zu Ihrem Antrag',
  'letters.refused.what':
    'Das Team von {{title}} hat Ihren Antrag auf {{userId}} angesehen und beschlossen, ihn nicht anzunehmen.',
  'letters.refused.next':
    'Es wurde kein Konto angelegt. Wenn Sie das für einen Irrtum halten, wenden Sie sich an die Leute, die den Server betreiben.',

  'letters.expired.subject': '{{title}}: Ihr Antrag ist abgelaufen',
  'letters.expired.notProved':
    'Der Antrag auf {{userId}} mit dieser Mailadresse ist abgelaufen, weil die Adresse nicht rechtzeitig bestätigt wurde. Es wurde nichts angelegt, und der Name ist wieder frei.',
  'letters.expired.nobodyDecided':
    'Ihr Antrag auf {{userId}} ist abgelaufen, weil er nicht rechtzeitig zu einem Ende kam. Das tut uns leid. Es wurde kein Konto angelegt.',
  'letters.expired.noNamePicked':
    'Ihr Antrag wurde angenommen, aber den Namen {{userId}} hatte jemand anderes, und es wurde nicht rechtzeitig ein anderer gewählt. Darum ist der Antrag abgelaufen. Es wurde kein Konto angelegt.',
  'letters.expired.again': 'Sie können jederzeit einen neuen Antrag stellen.',
  'letters.expired.button': 'Neuen Antrag stellen',

  'letters.changed.subject': '{{title}}: Es gilt jetzt eine andere Adresse',
  'letters.changed.what':
    'Wir haben Sie kürzlich gebeten, diese Mailadresse für einen Antrag zu bestätigen. Für diesen Antrag gilt jetzt eine andere Adresse; die Links und Codes in unseren früheren Briefen sind damit ungültig.',
  'letters.changed.next': 'Sie müssen nichts tun.',

  'letters.haveAccount.subject': '{{title}}: Sie haben schon ein Konto',
  'letters.haveAccount.what':
    'Jemand, vermutlich Sie, hat bei {{title}} mit dieser Mailadresse ein Konto beantragt. Zu dieser Adresse gehört schon eines, ein neues ist nicht nötig.',
  'letters.haveAccount.next':
    'Melden Sie sich damit in Ihrem Matrix-Programm an; die Adresse des Homeservers steht unten. Möchten Sie ein zweites Konto, nehmen Sie dafür eine andere Mailadresse.',

  'letters.haveOpen.subject': '{{title}}: Ihr Antrag liegt uns schon vor',
  'letters.haveOpen.what':
    'Jemand, vermutlich Sie, hat bei {{title}} mit dieser Mailadresse einen Antrag gestellt. Mit dieser Adresse ist schon ein Antrag unterwegs, und einer zur Zeit genügt.',
  'letters.haveOpen.next':
    'Diese Seite zeigt, wie es steht. Solange niemand entschieden hat, können Sie ihn dort auch zurückziehen.',
};
