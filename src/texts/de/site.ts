import type { enSite } from '../en/site.ts';

export const deSite: Record<keyof typeof enSite, string> = {
  // ---- auf jeder Seite
  'site.errorPrefix': 'Fehler: ',
  'site.skip': 'Zum Inhalt springen',
  'site.language': 'Sprache',
  'site.footer': 'Diese Seiten kommen ohne Skripte aus und laden nichts von anderswo.',
  'site.steps.label': 'Der Weg zu Ihrem Konto',
  'site.steps.apply': 'Bewerben',
  'site.steps.confirm': 'Adresse bestätigen',
  'site.steps.decide': 'Das Team entscheidet',
  'site.steps.enter': 'Eintreten',
  'site.summary.title': 'Hier stimmt etwas noch nicht',
  'site.home': 'Zur Startseite',

  // ---- Bewerbung
  'site.apply.title': 'Um ein Konto bewerben',
  'site.apply.lead':
    'Sagen Sie uns, wer Sie sind. Menschen aus unserem Team lesen jede Bewerbung und antworten per E-Mail.',
  'site.apply.username': 'Benutzername',
  'site.apply.usernameHint': 'Kleinbuchstaben, Ziffern und . _ = - / +. Er lässt sich später nicht ändern.',
  'site.apply.futureId': 'Ihre Matrix-ID wird {{userId}}',
  'site.apply.displayName': 'Anzeigename (freiwillig)',
  'site.apply.displayNameHint':
    'Diesen Namen sehen andere; alle Schriften sind erlaubt. Sie können ihn jederzeit ändern.',
  'site.apply.email': 'E-Mail-Adresse',
  'site.apply.emailHint': 'Dorthin schicken wir einen Link zum Bestätigen und später unsere Antwort.',
  'site.apply.reason': 'Warum möchten Sie dabei sein?',
  'site.apply.reasonOptional': 'Warum möchten Sie dabei sein? (freiwillig)',
  'site.apply.reasonHint': 'Zwei, drei Sätze genügen; höchstens 1.000 Zeichen. Nur unser Team liest sie.',
  'site.apply.trap': 'Lassen Sie dieses Feld leer',
  'site.apply.send': 'Bewerbung absenden',
  'site.apply.username.empty': 'Wählen Sie einen Benutzernamen.',
  'site.apply.username.characters': 'Ein Benutzername hat nur Kleinbuchstaben a–z, Ziffern und die Zeichen . _ = - / +',
  'site.apply.username.leadingUnderscore': 'Ein Benutzername kann nicht mit einem Unterstrich beginnen.',
  'site.apply.username.digitsOnly': 'Ein Benutzername braucht mehr als nur Ziffern.',
  'site.apply.username.tooLong': 'Dieser Benutzername ist zu lang.',
  'site.apply.username.reserved': 'Dieser Benutzername ist vorbehalten. Wählen Sie einen anderen.',
  'site.apply.username.taken': 'Dieser Benutzername ist vergeben. Wählen Sie einen anderen.',
  'site.apply.displayName.tooLong': 'Kürzen Sie den Anzeigenamen auf 100 Zeichen.',
  'site.apply.email.empty': 'Geben Sie Ihre E-Mail-Adresse ein.',
  'site.apply.email.notAnAddress': 'Das sieht nicht nach einer E-Mail-Adresse aus, wie name@example.org.',
  'site.apply.reason.empty': 'Sagen Sie uns kurz, warum Sie dabei sein möchten.',
  'site.apply.reason.tooLong': 'Kürzen Sie Ihre Begründung auf 1.000 Zeichen.',
  'site.apply.limited.day':
    'Heute haben sich so viele beworben, dass wir vorerst niemanden mehr annehmen. Sie können dieses Formular ab {{when}} wieder absenden.',
  'site.apply.limited.domain':
    'Von Ihrem E-Mail-Anbieter kamen heute schon viele Bewerbungen. Sie können dieses Formular ab {{when}} wieder absenden, oder jetzt mit einer Adresse bei einem anderen Anbieter.',
  'site.apply.limited.open':
    'Unser Team hat noch viele Bewerbungen zu lesen. Sie können dieses Formular ab {{when}} wieder absenden.',
  'site.apply.limited.network':
    'Aus Ihrem Netz kamen schon mehrere Bewerbungen. Sie können dieses Formular ab {{when}} wieder absenden.',
  'site.apply.limited.checks': 'Das war etwas schnell. Bitte senden Sie das Formular gleich noch einmal ab.',
  'site.apply.oldForm':
    'Dieses Formular passte nicht mehr zu Ihrem Besuch: Es war lange offen, oder Ihr Browser behält für diese Seite keine Cookies. Es wurde nichts gesendet. Bitte senden Sie es noch einmal ab.',
  'site.apply.fault':
    'Ihre Bewerbung konnte gerade nicht angenommen werden, und es wurde nichts gesendet. Was Sie eingegeben haben, steht noch unten: Bitte senden Sie es in einer Minute noch einmal ab. Geschieht es wieder, nennen Sie uns diese Nummer: {{id}}',
  'site.apply.closedMeanwhile':
    'Bewerbungen sind im Augenblick nicht möglich. Was Sie eingegeben haben, steht noch unten: Lassen Sie diese Seite offen und senden Sie es später ab.',

  'site.onceMore.title': 'Noch einmal, bitte',
  'site.onceMore.text':
    'Auch Programme füllen solche Formulare aus, und zwar sehr schnell. Bitte drücken Sie den Knopf noch einmal, damit wir wissen, dass Sie ein Mensch sind. Nichts von Ihren Eingaben ist verloren.',
  'site.onceMore.send': 'Ja, meine Bewerbung absenden',
  'site.onceMore.back': 'Vorher etwas ändern',

  'site.closed.title': 'Noch nicht geöffnet',
  'site.closed.text':
    'Im Augenblick können keine Bewerbungen angenommen werden, weil auf unserer Seite noch nicht alles bereit ist. Bitte schauen Sie später wieder herein.',

  // ---- ins Postfach schauen
  'site.check.title': 'Schauen Sie in Ihr Postfach',
  'site.check.lead':
    'Wir haben eine E-Mail an {{email}} geschickt. Öffnen Sie den Link darin, oder geben Sie hier den Code daraus ein.',
  'site.check.forId': 'Sie bewerben sich um {{userId}}',
  'site.check.code': 'Code aus der E-Mail',
  'site.check.codeHint': '8 Ziffern; Leerzeichen spielen keine Rolle.',
  'site.check.send': 'Meine Adresse bestätigen',
  'site.check.resent': 'Eine weitere E-Mail ist unterwegs. Die Codes der letzten drei E-Mails gelten alle.',
  'site.check.corrected':
    'Ihre Adresse ist berichtigt, und eine E-Mail ist dorthin unterwegs. Frühere Links und Codes gelten nicht mehr.',
  'site.check.mailRefused':
    'Der Mailserver nimmt keine E-Mails für {{email}} an. Bitte berichtigen Sie unten die Adresse.',
  'site.check.help': 'Es ist keine E-Mail gekommen?',
  'site.check.helpText': 'Das kann einige Minuten dauern. Bitte schauen Sie auch in den Spam-Ordner.',
  'site.check.resend': 'Noch eine E-Mail schicken',
  'site.check.resendLater': 'Ab {{when}} können Sie eine weitere E-Mail anfordern.',
  'site.check.correct': 'Die Adresse ist falsch',
  'site.check.newAddress': 'Richtige E-Mail-Adresse',
  'site.check.newAddressSend': 'Berichtigen und E-Mail schicken',
  'site.check.wrongCode_one': 'Das ist nicht der richtige Code. Sie haben noch einen Versuch.',
  'site.check.wrongCode_other': 'Das ist nicht der richtige Code. Sie haben noch {{count}} Versuche.',
  'site.check.emptyCode': 'Geben Sie den Code aus der E-Mail ein: 8 Ziffern.',
  'site.check.expiredCode':
    'Dieser Code ist zu alt. Fordern Sie unten eine weitere E-Mail an, oder öffnen Sie den Link in der, die Sie haben.',
  'site.check.limited': 'Eine weitere E-Mail kann ab {{when}} angefordert werden.',

  'site.ended.title': 'Diese Bewerbung ist beendet',
  'site.ended.text':
    'Sie wurde zurückgezogen, dauerte zu lange, oder ihr Code wurde zehnmal falsch eingegeben. Sie wird nicht weiter verfolgt, und der Benutzername ist wieder frei. Sie können sich gern neu bewerben.',
  'site.ended.again': 'Neu bewerben',

  // ---- Adresse per Link bestätigen
  'site.prove.title': 'Bestätigen Sie Ihre Adresse',
  'site.prove.text':
    'Sie bewerben sich um das Konto {{userId}}. Gehört Ihnen das Postfach, in dem Sie diese E-Mail gefunden haben, und soll unser Team Ihre Bewerbung lesen?',
  'site.prove.send': 'Ja, bestätigen',
  'site.prove.unknown.title': 'Dieser Link führt nirgendwohin',
  'site.prove.unknown.text':
    'Vielleicht ging unterwegs ein Teil verloren. Bitte kopieren Sie den ganzen Link aus der E-Mail, oder geben Sie den Code auf der Seite ein, auf der Sie sich beworben haben. Haben Sie seither eine E-Mail an eine andere Adresse angefordert, zählt nur diese.',
  'site.prove.used.title': 'Dieser Link wurde schon benutzt',
  'site.prove.used.text':
    'Ihre Adresse ist bestätigt. Wie es um Ihre Bewerbung steht, sehen Sie über den Link in unserer zweiten E-Mail, die nach dem Bestätigen kam.',
  'site.prove.expired.title': 'Dieser Link ist zu alt',
  'site.prove.expired.text':
    'Links in unseren E-Mails gelten 48 Stunden. Bitte bewerben Sie sich neu: Es dauert zwei Minuten.',
  'site.prove.inUse.title': 'Es gibt schon eine Bewerbung',
  'site.prove.inUse.text':
    'Eine Bewerbung mit dieser E-Mail-Adresse ist schon offen. In den E-Mails dazu steht, wie es um sie steht; diese zweite ist nicht nötig.',

  'site.name.title': 'Wählen Sie einen anderen Benutzernamen',
  'site.name.claimed':
    'Ihre Adresse stimmt, aber jemand anders hat den gewählten Benutzernamen vor Ihnen bestätigt. Bitte wählen Sie einen anderen.',
  'site.name.lost':
    'Unser Team hat zugestimmt, aber der Benutzername von {{userId}} wurde inzwischen vergeben. Bitte wählen Sie einen anderen; Sie müssen sich nicht neu bewerben.',
  'site.name.new': 'Neuer Benutzername',
  'site.name.send': 'Diesen Benutzernamen nehmen',

  // ---- Stand
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
  'site.status.limited': 'Die E-Mail kann ab {{when}} wieder angefordert werden.',
  'site.status.unknown.title': 'Dieser Link führt nirgendwohin',
  'site.status.unknown.text':
    'Vielleicht ging unterwegs ein Teil verloren, oder die Bewerbung ist schon lange beendet. Bitte kopieren Sie den ganzen Link aus der E-Mail.',

  // ---- Willkommen
  'site.welcome.title': 'Willkommen',
  'site.welcome.named': 'Willkommen, {{name}}',
  'site.welcome.lead': 'Ihr Konto ist bereit. Wählen Sie ein Passwort, dann haben Sie es geschafft.',
  'site.welcome.account': 'Ihre Matrix-ID',
  'site.welcome.password': 'Passwort',
  'site.welcome.passwordHint':
    'Mindestens 10 Zeichen. Gut sind ein paar Wörter ohne Zusammenhang oder ein Vorschlag Ihres Passwortmanagers.',
  'site.welcome.repeat': 'Dasselbe Passwort noch einmal',
  'site.welcome.send': 'Passwort festlegen',
  'site.welcome.unknown.title': 'Dieser Link führt nirgendwohin',
  'site.welcome.unknown.text':
    'Vielleicht ging unterwegs ein Teil verloren, oder eine neuere E-Mail hat ihn ersetzt. Bitte kopieren Sie den ganzen Link aus der neuesten E-Mail.',
  'site.welcome.used.title': 'Ihr Passwort ist schon festgelegt',
  'site.welcome.used.text':
    'Dieser Link hat seinen Dienst getan. Melden Sie sich mit Ihrer Matrix-ID und dem gewählten Passwort an.',
  'site.renew.title': 'Dieser Link gilt nicht mehr',
  'site.renew.text':
    'Wir mussten zu einer gesicherten Fassung unserer Daten zurückkehren; Links von vorher enden damit. Ihre Bewerbung ist noch da. Wir können Ihnen eine E-Mail mit einem neuen Link schicken, an die Adresse der Bewerbung.',
  'site.renew.send': 'E-Mail mit neuem Link schicken',
  'site.renew.done.title': 'Eine neue E-Mail ist unterwegs',
  'site.renew.done.text': 'Bitte benutzen Sie von jetzt an den Link darin.',
  'site.welcome.expired.title': 'Dieser Link ist zu alt',
  'site.welcome.expired.text': 'Ihr Konto gibt es noch. Wir können Ihnen eine neue Willkommens-E-Mail schicken.',
  'site.welcome.renew': 'Eine neue Willkommens-E-Mail schicken',
  'site.welcome.renewed.title': 'Eine neue E-Mail ist unterwegs',
  'site.welcome.renewed.text': 'Öffnen Sie den Link darin, um Ihr Passwort festzulegen.',
  'site.welcome.notNow.title': 'Gerade nicht',
  'site.welcome.notNow.text':
    'Ihr Konto kann im Augenblick nicht geöffnet werden: Unser Team sieht sich Ihre Bewerbung noch einmal an. Sobald das geklärt ist, bekommen Sie eine E-Mail.',
  'site.welcome.tooLate': 'Für diese Bewerbung kann keine neue E-Mail mehr geschickt werden.',

  'site.password.empty': 'Wählen Sie ein Passwort.',
  'site.password.different': 'Die beiden Passwörter unterscheiden sich. Bitte geben Sie zweimal dasselbe ein.',
  'site.password.tooShort': 'Dieses Passwort ist zu kurz: Es braucht mindestens 10 Zeichen.',
  'site.password.tooLong': 'Dieses Passwort ist zu lang. Bitte wählen Sie ein kürzeres.',
  'site.password.tooManyBytes':
    'Dieses Passwort ist zu lang: Unser Server zählt nur die ersten 72 Bytes (Zeichen außer a–z brauchen zwei bis vier).',
  'site.password.common': 'Viele benutzen dieses Passwort, es würde also zuerst probiert. Wählen Sie ein anderes.',
  'site.password.guessable': 'Dieses Passwort ist zu leicht zu erraten. Machen Sie es länger oder weniger regelmäßig.',
  'site.password.why.straightRow': 'Tasten, die auf der Tastatur nebeneinanderliegen, sind leicht zu erraten.',
  'site.password.why.keyPattern': 'Kurze Muster auf der Tastatur sind leicht zu erraten.',
  'site.password.why.simpleRepeat': 'Wiederholte Zeichen wie „aaa“ sind leicht zu erraten.',
  'site.password.why.extendedRepeat': 'Wiederholte Gruppen wie „abcabcabc“ sind leicht zu erraten.',
  'site.password.why.sequences': 'Folgen wie „abc“ oder „6543“ sind leicht zu erraten.',
  'site.password.why.recentYears': 'Jahreszahlen der letzten Zeit sind leicht zu erraten.',
  'site.password.why.dates': 'Datumsangaben sind leicht zu erraten.',
  'site.password.why.topTen': 'Es ist eines der zehn meistbenutzten Passwörter.',
  'site.password.why.topHundred': 'Es ist eines der hundert meistbenutzten Passwörter.',
  'site.password.why.common': 'Es ist eines der oft benutzten Passwörter.',
  'site.password.why.similarToCommon': 'Es ähnelt sehr einem oft benutzten Passwort.',
  'site.password.why.wordByItself': 'Ein einzelnes Wort ist leicht zu erraten.',
  'site.password.why.namesByThemselves': 'Namen allein sind leicht zu erraten.',
  'site.password.why.commonNames': 'Häufige Namen sind leicht zu erraten.',
  'site.password.why.userInputs': 'Es enthält Ihren Namen, Ihre Adresse oder den Namen dieses Dienstes.',
  'site.password.why.pwned': 'Es wurde bei einem anderen Dienst entwendet und veröffentlicht.',

  'site.next.title': 'Geschafft',
  'site.next.lead': 'Ihr Passwort ist festgelegt. Das brauchen Sie, um sich anzumelden:',
  'site.next.account': 'Matrix-ID',
  'site.next.homeserver': 'Homeserver',
  'site.next.enter':
    'Wählen Sie im Programm einen anderen Homeserver, geben Sie {{homeserver}} ein und melden Sie sich dann an.',
  'site.next.clients': 'Programme für Rechner und Telefon',
  'site.next.clientsText': 'Jedes Matrix-Programm ist recht. Gut für den Anfang sind diese:',
  'site.next.howTo': 'Erste Schritte, von uns erklärt',
  'site.next.keep':
    'Notieren Sie sich diese beiden Zeilen: Sie brauchen sie bei jeder Anmeldung auf einem neuen Gerät.',

  // ---- Gäste eines Treffens
  'site.meeting.title': 'Sie sind zu einem Treffen eingeladen',
  'site.meeting.lead': 'Ein Druck auf den Knopf bringt Sie hin. Vorher geschieht nichts.',
  'site.meeting.room': 'Raum',
  'site.meeting.everyRoom': 'jeder Raum; Sie wählen ihn dort',
  'site.meeting.as': 'Sie nehmen teil als',
  'site.meeting.moderator': 'Moderation',
  'site.meeting.until': 'Die Einladung gilt bis',
  'site.meeting.at': 'Das Treffen ist auf',
  'site.meeting.name': 'Ihr Name',
  'site.meeting.nameHint': 'Alle im Treffen sehen ihn.',
  'site.meeting.nameEmpty': 'Geben Sie den Namen ein, den die anderen sehen sollen.',
  'site.meeting.send': 'Am Treffen teilnehmen',
  'site.meeting.unknown.title': 'Dieser Link führt nirgendwohin',
  'site.meeting.unknown.text':
    'Vielleicht ging unterwegs ein Teil verloren, oder das Treffen ist lange her. Bitte kopieren Sie den ganzen Link aus der Einladung, oder bitten Sie um eine neue.',
  'site.meeting.usedUp.title': 'Diese Einladung ist aufgebraucht',
  'site.meeting.usedUp.text':
    'Sie galt für eine bestimmte Zahl von Menschen, und so viele haben schon damit teilgenommen. Bitte lassen Sie sich eine neue schicken.',
  'site.meeting.ended.title': 'Diese Einladung ist abgelaufen',
  'site.meeting.ended.text': 'Ihre Zeit ist vorbei. Bitte lassen Sie sich eine neue schicken.',
  'site.meeting.revoked.title': 'Diese Einladung gilt nicht mehr',
  'site.meeting.revoked.text': 'Sie wurde zurückgenommen. Bitte lassen Sie sich eine neue schicken.',
  'site.guestsHome.title': 'Treffen für Gäste',
  'site.guestsHome.text':
    'Auf dieser Seite ist nichts zu tun. Wenn Sie zu einem Treffen eingeladen sind, öffnen Sie den Link aus Ihrer Einladung.',

  // ---- Probe-E-Mails, Links von früher
  'site.letterCheck.title': 'Eine E-Mail von uns',
  'site.letterCheck.good': 'Der Link ist genau so angekommen, wie er abgeschickt wurde.',
  'site.letterCheck.bad':
    'Der Link wurde unterwegs verändert oder gehört zu einem anderen Versuch. Wenn Ihr E-Mail-Anbieter Links umschreibt, schalten Sie das für diese E-Mails ab.',
  'site.oldLink.title': 'Dieser Link stammt aus unserem früheren Programm',
  'site.oldLink.text':
    'Er kann nicht mehr benutzt werden. Bitte bewerben Sie sich hier neu: Es dauert zwei Minuten, und eine E-Mail mit einem neuen Link folgt sofort.',

  // ---- Anfragen, die nicht beantwortet werden können
  'site.problem.back': 'Bitte gehen Sie im Browser eine Seite zurück und versuchen Sie es noch einmal.',
  'site.problem.badRequest.title': 'Diese Anfrage ist nicht lesbar',
  'site.problem.badRequest.text':
    'Was Ihr Browser geschickt hat, ist beschädigt oder unvollständig. Es wurde nichts geändert.',
  'site.problem.notUtf8.title': 'Diese Zeichen sind nicht lesbar',
  'site.problem.notUtf8.text': 'Was geschickt wurde, ist kein gültiger UTF-8-Text. Es wurde nichts geändert.',
  'site.problem.otherSite.title': 'Das kam nicht von unserer Seite',
  'site.problem.otherSite.text':
    'Zu Ihrer Sicherheit werden nur Formulare von {{origin}} selbst angenommen. Es wurde nichts geändert. Bitte öffnen Sie diese Adresse und beginnen Sie dort.',
  'site.problem.oldForm.title': 'Diese Seite war zu lange offen',
  'site.problem.oldForm.text':
    'Ihr Formular passt nicht mehr zu Ihrem Besuch, oder Ihr Browser behält für diese Seite keine Cookies. Es wurde nichts geändert. Gehen Sie zurück, laden Sie die Seite neu und versuchen Sie es noch einmal.',
  'site.problem.notFound.title': 'Diese Seite gibt es nicht',
  'site.problem.notFound.text':
    'Vielleicht ist die Adresse falsch geschrieben, oder ein Teil eines Links ging unterwegs verloren.',
  'site.problem.method.title': 'Das geht hier nicht',
  'site.problem.method.text': 'Diese Adresse nimmt solche Anfragen nicht an. Es wurde nichts geändert.',
  'site.problem.tooLarge.title': 'Das war zu viel Text',
  'site.problem.tooLarge.text':
    'Es wurde mehr geschickt, als unser Formular fassen kann. Es wurde nichts geändert. Gehen Sie zurück und kürzen Sie Ihren Text.',
  'site.problem.media.title': 'Diese Art von Daten wird nicht angenommen',
  'site.problem.media.text': 'Hier werden nur gewöhnliche Formulare in UTF-8 angenommen. Es wurde nichts geändert.',
  'site.problem.tooMany.title': 'Zu viel auf einmal',
  'site.problem.tooMany.text': 'Bitte warten Sie etwas: Ab {{when}} geht es weiter. Es wurde nichts geändert.',
  'site.fault.title': 'Etwas ist außer Betrieb',
  'site.fault.wait_one':
    'Nichts, was Sie vorher getan haben, ist verloren. Bitte schauen Sie in etwa einer Minute wieder herein.',
  'site.fault.wait_other':
    'Nichts, was Sie vorher getan haben, ist verloren. Bitte schauen Sie in etwa {{count}} Minuten wieder herein.',
  'site.fault.ours':
    'Das ist unser Fehler, nicht Ihrer. Nichts, was Sie vorher getan haben, ist verloren. Bitte versuchen Sie es später noch einmal.',
  'site.fault.id': 'Wenn Sie uns davon erzählen, nennen Sie diese Nummer: {{id}}',
};
