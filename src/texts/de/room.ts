import type { enRoom } from '../en/room.ts';
import { deRoomDoor } from './room-door.ts';
import { deRoomHints } from './room-hints.ts';
import { deRoomWelcome } from './room-welcome.ts';

export const deRoom: Record<keyof typeof enRoom, string> = {
  ...deRoomDoor,
  ...deRoomHints,
  ...deRoomWelcome,
  'room.notice.title': '{{number}} · {{name}} möchte dazukommen',
  'room.notice.matrixId': 'Matrix-ID',
  'room.notice.mail': 'E-Mail',
  'room.notice.mailDomain': 'eine Adresse bei {{domain}}',
  'room.notice.mailHidden': 'bestätigt, wird hier nicht gezeigt',
  'room.notice.language': 'Sprache',
  'room.notice.applied': 'Beworben',
  'room.notice.appliedProved': '{{time}}, Adresse {{took}} bestätigt',
  'room.notice.noneGiven': 'keine angegeben',
  'room.notice.approve': '✅ {{have}} von {{needed}}',
  'room.notice.decline': '❌ {{have}} von {{needed}}',
  'room.notice.nobody': 'noch niemand',
  'room.notice.more': 'und {{more}} weitere',
  'room.notice.howTo':
    'Reagiert mit ✅, um die Person hereinzulassen, oder mit ❌, um abzulehnen. Erreichen beide Seiten ihre Zahl, ist es eine Ablehnung. Porters eigene Zeichen zählen nicht.',
  'room.notice.commands':
    'Oder schreibt: !porter approve {{id}} · !porter decline {{id}} weil … · !porter show {{id}} · !porter help',
  'room.notice.undo':
    '!porter undo {{id}} nimmt das zurück: eine Annahme, bis der Willkommenslink benutzt ist, eine Absage, bis sie verschickt ist.',
  'room.took.soon': 'weniger als eine Minute später',
  'room.took.minutes_one': '{{count}} Minute später',
  'room.took.minutes_other': '{{count}} Minuten später',
  'room.took.hours_one': '{{count}} Stunde später',
  'room.took.hours_other': '{{count}} Stunden später',
  'room.took.days_one': '{{count}} Tag später',
  'room.took.days_other': '{{count}} Tage später',
  'room.byCommandLine': '{{user}} (Befehlszeile)',

  'room.outcome.waiting': 'Wartet auf eure Stimmen.',
  'room.outcome.approved': 'Angenommen von {{by}}. Wie es weitergeht, steht im Thread.',
  'room.outcome.approvedLater': 'Angenommen von {{by}}. Stimmen zählen bis {{time}}; dann wird das Konto angelegt.',
  'room.outcome.nameLost':
    'Angenommen von {{by}}, aber {{userId}} gehört inzwischen jemand anderem. Wer sich beworben hat, wird nach einem anderen Namen gefragt; die Entscheidung bleibt.',
  'room.outcome.admitted': 'Angenommen von {{by}}. Das Konto ist angelegt; der Willkommenslink ist noch nicht benutzt.',
  'room.outcome.settled': 'Angenommen von {{by}}. {{userId}} hat ein Passwort festgelegt.',
  'room.outcome.declined': 'Abgelehnt von {{by}}. Stimmen zählen bis {{time}}; dann geht die Absage hinaus.',
  'room.outcome.closed': 'Abgelehnt von {{by}}. Was aus der Absage geworden ist, steht im Thread.',
  'room.outcome.nobodyDecided': 'Abgelaufen: Niemand hat rechtzeitig entschieden.',
  'room.outcome.noNamePicked': 'Abgelaufen: angenommen, aber es wurde nicht rechtzeitig ein anderer Name gewählt.',
  'room.outcome.notProved': 'Abgelaufen: Die Adresse wurde nie bestätigt.',
  'room.outcome.accountGone':
    'Beendet: Das Konto wurde auf dem Homeserver geschlossen, bevor ein Passwort festgelegt war.',
  'room.outcome.withdrawn': 'Von der Person selbst zurückgezogen.',

  'room.thread.accountMade': 'Das Konto {{userId}} ist angelegt. Die Willkommens-E-Mail folgt.',
  'room.thread.missedRoom':
    'Das Konto ist benutzbar, aber {{userId}} ließ sich nicht in den Willkommensraum {{room}} mitnehmen.',
  'room.thread.missedRoom.byHand':
    'Porter versucht es für {{userId}} nicht noch einmal: Ist das behoben, schreibt dort, wer im Raum ist: /invite {{userId}}',
  'room.thread.missedRooms':
    'Das Konto ist benutzbar, aber ob {{userId}} in den Willkommensräumen ist, ist nicht bekannt: Der Homeserver hat es verweigert ({{code}}), das Log von Porter sagt mehr. Porter versucht es nicht noch einmal: Wo {{userId}} fehlt, schreibt dort, wer im Raum ist: /invite {{userId}}',
  'room.thread.addressNotBound':
    'Das Konto {{userId}} ist ohne seine E-Mail-Adresse angelegt, weil inzwischen ein anderes Konto diese Adresse hat. Die Willkommens-E-Mail geht trotzdem dorthin; ein vergessenes Passwort lässt sich nicht per E-Mail zurücksetzen.',
  'room.thread.nameLostTouched':
    'Jemand anderes hat {{userId}} genau in dem Augenblick genommen, in dem das Konto angelegt werden sollte. Die externen IDs (Single Sign-on) jenes Kontos wurden ersetzt, sonst nichts: Ein Server-Admin vergleicht sie mit dem, was sie sein sollen. Wer sich beworben hat, wird per E-Mail um einen anderen Namen gebeten. Die Entscheidung bleibt.',
  'room.thread.nameLost':
    'Jemand anderes hat {{userId}} genommen, bevor das Konto angelegt war. Jenes Konto blieb unberührt; wer sich beworben hat, hat eine E-Mail und wählt einen anderen Namen. Die Entscheidung bleibt.',
  'room.thread.namePicked': 'Es wurde ein anderer Name gewählt: {{userId}}.',
  'room.thread.refusalSent': 'Die Absage ist verschickt.',
  'room.thread.refusalUndeliverable':
    'Die Absage ließ sich nicht zustellen: Der Mailserver hat sie endgültig abgewiesen. Die Bewerbung ist trotzdem geschlossen.',
  'room.thread.refusalOut':
    'Die Absage war schon unterwegs, als sich die Entscheidung änderte. Sie ist verschickt: Wenn sie nicht mehr gilt, schreibt der Person.',
  'room.thread.welcomeChosenUndeliverable':
    'Die Willkommens-E-Mail war nicht zustellbar: Der Mailserver hat sie endgültig abgelehnt. Das Konto der Bewerbung {{id}} ist trotzdem offen, mit dem Passwort aus dem Formular; nur weiß die Person es noch nicht.',
  'room.thread.welcomeUndeliverable':
    'Die Willkommens-E-Mail ließ sich nicht zustellen: Der Mailserver hat sie endgültig abgewiesen. Sobald das Postfach wieder etwas annimmt, schickt !porter resend {{id}} eine neue; !porter undo {{id}} nimmt die Annahme zurück.',
  'room.thread.nameLostUndeliverable':
    'Die E-Mail mit der Bitte um einen anderen Namen ließ sich nicht zustellen: Der Mailserver hat sie endgültig abgewiesen. Sobald das Postfach wieder etwas annimmt, schickt !porter resend {{id}} sie noch einmal; !porter undo {{id}} nimmt die Annahme zurück.',
  'room.thread.expiredUndeliverable':
    'Die E-Mail dazu ließ sich nicht zustellen: Der Mailserver hat sie endgültig abgewiesen. Die Person weiß nicht Bescheid.',
  'room.thread.letterGivenUp':
    'Eine E-Mail an die Person wurde nicht zugestellt, und Porter versucht es nicht weiter. Die Person weiß nicht Bescheid. Auf dem Server sagt porter outbox show {{job}}, warum; ist das behoben, versucht es porter outbox retry {{job}} noch einmal.',
  'room.thread.welcomeUsed': '{{userId}} hat ein Passwort festgelegt und kann sich anmelden.',
  'room.thread.welcomeUnused':
    'Der Willkommenslink ist unbenutzt abgelaufen. {{userId}} bekommt per E-Mail einen neuen und wird nicht noch einmal erinnert; !porter undo {{id}} nimmt die Annahme zurück.',
  'room.thread.undone':
    '{{by}} hat die Entscheidung zurückgenommen: Die Abstimmung beginnt mit dieser neuen Nachricht von vorn.',
  'room.thread.undoneLocked':
    '{{by}} hat die Entscheidung zurückgenommen: Der Willkommenslink gilt nicht mehr, das Konto ist gesperrt, und die Abstimmung beginnt mit dieser neuen Nachricht von vorn.',
  'room.thread.expired':
    'Niemand hat rechtzeitig entschieden: Die Bewerbung ist abgelaufen, die Person erfährt es per E-Mail.',
  'room.thread.noNamePicked':
    'Es wurde nicht rechtzeitig ein anderer Name gewählt: Die Bewerbung ist abgelaufen, die Person erfährt es per E-Mail.',
  'room.announce.vote': 'Die Nachricht steht im Teamraum: bitte dort abstimmen.',
  'room.thread.withdrawn': 'Die Bewerbung wurde zurückgezogen.',
  'room.thread.reopened':
    '{{by}} hat die Bewerbung wieder geöffnet: Die Abstimmung beginnt mit dieser neuen Nachricht.',
  'room.thread.accountGone':
    'Das Konto {{userId}} ist geschlossen oder nicht mehr da, niemand kann es betreten: Der Willkommenslink gilt nicht mehr, die Bewerbung ist beendet, die Person weiß Bescheid. War es ein Versehen, macht das Konto auf dem Homeserver wieder aktiv, dann !porter reopen {{id}}.',
  'room.thread.accountLocked':
    'Das Konto {{userId}} ist auf dem Homeserver gesperrt: Es lässt sich kein Passwort festlegen, und wer den Willkommenslink öffnet, erfährt das. Es geht wieder, sobald ein Server-Admin das Konto entsperrt; !porter undo {{id}} nimmt die Annahme zurück.',
  'room.thread.passwordsOff':
    'Der Willkommenslink wurde geöffnet, aber der Homeserver lässt niemanden ein Passwort festlegen (password_config in homeserver.yaml). Der Link gilt weiter und geht, sobald das behoben ist.',
  'room.thread.delayed':
    'Das Konto konnte seit einer Stunde nicht angelegt werden. Porter versucht es weiter; die Person erfährt per E-Mail, dass es länger dauert.',
  'room.thread.accountGivenUp':
    'Das Konto wurde nicht angelegt, und Porter versucht es nicht weiter. Auf dem Server sagt porter outbox show {{job}}, warum; ist das behoben, versucht es porter outbox retry {{job}} noch einmal. !porter undo {{id}} nimmt die Annahme zurück.',
  'room.thread.refusalGivenUp':
    'Die Absage wurde nicht verschickt, und Porter versucht es nicht weiter. Auf dem Server sagt porter outbox show {{job}}, warum; ist das behoben, versucht es porter outbox retry {{job}} noch einmal. !porter undo {{id}} nimmt die Absage zurück.',
  'room.thread.accountDropped':
    'Auf dem Server hat jemand den Auftrag aufgegeben, dieses Konto anzulegen; es wird nicht angelegt. !porter undo {{id}} nimmt die Annahme zurück.',
  'room.thread.refusalDropped':
    'Auf dem Server hat jemand die Absage aufgegeben; sie wird nicht verschickt, und die Person erfährt nichts. !porter undo {{id}} nimmt die Absage zurück.',
  'room.thread.letterDropped':
    'Auf dem Server hat jemand eine E-Mail an die Person aufgegeben; sie wird nicht verschickt. !porter resend {{id}} schickt die E-Mail, die jetzt ansteht.',
  'room.thread.approved': '{{by}} hat per Befehl angenommen.',
  'room.thread.approvedBecause': '{{by}} hat per Befehl angenommen: {{reason}}',
  'room.thread.declined': '{{by}} hat per Befehl abgelehnt.',
  'room.thread.declinedBecause': '{{by}} hat per Befehl abgelehnt: {{reason}}',
  'room.thread.roundOver':
    'Die Abstimmung geht mit einer neuen Nachricht weiter. Zeichen an dieser hier zählen nicht mehr.',
  'room.thread.noticeRemoved':
    'Die frühere Nachricht zu dieser Bewerbung ist nicht mehr im Raum: Jemand hat sie entfernt, oder der Raum löscht alte Nachrichten. Darum beginnt die Abstimmung hier von vorn.',
  'room.removedTooQuickly':
    'Eine Nachricht zu einer Bewerbung wurde innerhalb einer Stunde noch einmal aus diesem Raum entfernt; darum schreibe ich sie nicht gleich wieder. Falls der Raum oder der Homeserver Nachrichten von selbst löscht, lasst ihn sie länger behalten (m.room.retention). Ich sehe alle sechs Stunden nach und schreibe wieder, was fehlt.',
  'room.outside': 'Zu {{number}} ({{userId}}):',
  'room.thread.takenBackLate':
    '{{by}} hat eine Stimme zurückgenommen, aber die Entscheidung ist schon ausgeführt. Sie bleibt bestehen.',
  'room.thread.encryptedVote':
    '{{by}}, deine Reaktion kam verschlüsselt bei mir an: Ich kann sie nicht lesen, und sie zählt nicht. Reagiere noch einmal mit Element oder einer anderen App, die Reaktionen offen verschickt; wo keine das tut, entscheidet der Betrieb mit porter applications.',
  'room.thread.otherSign':
    'Als Stimmen zählen nur ✅ und ❌ ({{by}} hat ein anderes Zeichen benutzt). Auch verstanden: ✔ ☑ 👍 für ja, ✖ 👎 für nein.',

  'room.practice.title': 'Porter ist da',
  'room.practice.body':
    'In diesem Raum erscheinen die Bewerbungen. Reagiert auf diese Nachricht mit ✅, um zu sehen, dass eure Stimmen ankommen: Ich antworte in ihrem Thread.',
  'room.practice.reached': 'Deine Reaktion ist angekommen, {{by}}.',
  'room.practice.mayVote': 'Du darfst abstimmen.',
  'room.practice.mayNot': 'Nach den geltenden Regeln darfst du nicht abstimmen.',
  'room.practice.meaningApprove': 'An einer Bewerbung würde dieses Zeichen die Person hereinlassen.',
  'room.practice.meaningDecline': 'An einer Bewerbung würde dieses Zeichen die Person ablehnen.',
  'room.practice.meaningNothing': 'An einer Bewerbung würde dieses Zeichen nicht zählen: Nimm ✅ oder ❌.',
  'room.practice.voters_one': 'Im Augenblick darf eine Person abstimmen:',
  'room.practice.voters_other': 'Im Augenblick dürfen {{count}} Personen abstimmen:',
  'room.practice.noVoters':
    'Im Augenblick darf niemand abstimmen: Die Einstellung registration.voters nennt niemanden, der in diesem Raum ist.',
  'room.practice.quorum': 'Für eine Annahme braucht es {{approvals}} × ✅, für eine Ablehnung {{declines}} × ❌.',

  'room.encrypted':
    'Dieser Raum ist verschlüsselt. Reaktionen kann ich lesen, Stimmen zählen also, Nachrichten aber nicht: Antworten und Befehle erreichen mich hier nicht.',
  'room.stopped.room-public':
    'Entscheidungen ruhen: Dieser Raum ist öffentlich. Macht ihn nur auf Einladung zugänglich, dann werden die Stimmen wieder gezählt; keine geht verloren.',
  'room.stopped.room-knockable':
    'Entscheidungen ruhen: Bei diesem Raum kann jeder anklopfen. Macht ihn nur auf Einladung zugänglich, dann werden die Stimmen wieder gezählt; keine geht verloren.',
  'room.stopped.room-restricted':
    'Entscheidungen ruhen: Mitglieder anderer Räume können diesem von sich aus beitreten. Macht ihn nur auf Einladung zugänglich, dann werden die Stimmen wieder gezählt; keine geht verloren.',
  'room.stopped.room-version-unknown':
    'Entscheidungen ruhen: Diese Raumversion kenne ich nicht und kann nicht beurteilen, wer abstimmen darf. Nehmt einen Raum der Version 10, 11 oder 12.',
  'room.stopped.room-encrypted':
    'Entscheidungen ruhen: Dieser Raum ist verschlüsselt, und die Konfiguration sagt registration.encryptedRoom: refuse.',
  'room.stopped.room-forgetful':
    'Entscheidungen ruhen: Dieser Raum löscht Nachrichten innerhalb einer Stunde, zu früh für eine Abstimmung. Wer den Raum verwaltet, lässt ihn sie länger behalten (m.room.retention im Zustand des Raums).',
  'room.stopped.other': 'Entscheidungen ruhen. Protokoll und /readyz sagen, warum; keine Stimme geht verloren.',
  'room.goesOn':
    'Entscheidungen gehen weiter: Was sie aufhielt, ist behoben, und die Stimmen aus der Zwischenzeit werden gezählt.',
  'room.backAgain':
    'Ich bin wieder in diesem Raum: Entscheidungen gehen weiter, und die Stimmen aus der Zwischenzeit werden gezählt.',
  'room.trouble': 'Ich kann zur Zeit keine Konten anlegen, und niemand kann sich bewerben. {{sentence}} {{remedy}}',

  // ---- emails that wait ----
  'room.mail.waits': 'E-Mails warten seit {{time}}: {{why}}. Sie gehen von selbst hinaus, sobald das behoben ist.',
  'room.mail.outage':
    'Seit {{time}} ist keine E-Mail hinausgegangen: {{why}}. Nichts geht verloren: Die E-Mails an Bewerberinnen und Bewerber warten und gehen von selbst hinaus, sobald das behoben ist. Auf dem Server sagt porter check, was zu tun ist.',
  'room.mail.over': 'E-Mails gehen wieder hinaus. Die wartenden sind unterwegs.',
  'room.channel.stopped':
    'Benachrichtigungen über {{channel}} gehen nicht hinaus, bemerkt {{time}}: {{why}} Nichts geht verloren: Sie warten und gehen hinaus, sobald das behoben ist. Auf dem Server zeigt sie porter outbox list --target {{channel}}.',
  'room.channel.over': 'Benachrichtigungen über {{channel}} gehen wieder hinaus. Die wartenden sind unterwegs.',
  'room.mail.why.down': 'Der Mailserver antwortet nicht',
  'room.mail.why.login-refused': 'Der Mailserver weist die Anmeldung von Porter ab',
  'room.mail.why.no-login': 'Der Mailserver bietet keine Anmeldung an',
  'room.mail.why.tls': 'Die Verbindung zum Mailserver ist nicht sicher',
  'room.mail.why.relay-refused': 'Der Mailserver leitet die E-Mails von Porter nicht weiter',
  'room.mail.why.blocked': 'Der Mailserver sperrt Porter aus',
  'room.mail.why.other': 'Etwas, das sie brauchen, funktioniert nicht',

  'room.answer.approved': '{{number}} ist angenommen.',
  'room.answer.declined': '{{number}} ist abgelehnt. Die Absage geht hinaus: {{time}}.',
  'room.answer.declinedBefore': '{{number}} ist abgelehnt.',
  'room.answer.undone':
    'Die Entscheidung über {{number}} ist zurückgenommen; die Abstimmung beginnt mit einer neuen Nachricht von vorn.',
  'room.answer.reopened': '{{number}} ist wieder offen; die Abstimmung beginnt mit einer neuen Nachricht.',
  'room.answer.resent': 'Die E-Mail zu {{number}} wird noch einmal verschickt.',
  'room.answer.listTitle_one': 'Eine offene Bewerbung:',
  'room.answer.listTitle_other': '{{count}} offene Bewerbungen:',
  'room.answer.listEmpty': 'Keine Bewerbung ist offen.',
  'room.answer.listMore': 'Mehr als {{count}} sind offen; dies sind die neuesten.',
  'room.answer.listLine': '{{number}} {{userId}}: {{stage}} seit {{time}}',
  'room.answer.votes': 'Stimmen',
  'room.answer.voteIdle': '(zählt nicht)',
  'room.answer.history': 'Was geschah',
  'room.answer.historyLine': '{{time}} · {{by}}: {{what}}',
  'room.answer.historyDetail': '{{time}} · {{by}}: {{what}} ({{detail}})',
  'room.by.applicant': 'Bewerber:in',
  'room.by.porter': 'Porter',
  'room.what.submit': 'beworben',
  'room.what.prove': 'Adresse bestätigt',
  'room.what.wrong-code': 'falschen Code eingegeben',
  'room.what.correct-address': 'Adresse berichtigt',
  'room.what.end-proof': 'nach zu vielen falschen Codes beendet',
  'room.what.withdraw': 'zurückgezogen',
  'room.what.expire': 'ablaufen lassen',
  'room.what.votes-are': 'Stimmen gezählt',
  'room.what.decide': 'per Befehl entschieden',
  'room.what.undo': 'Entscheidung zurückgenommen',
  'room.what.reopen': 'wieder geöffnet',
  'room.what.new-round': 'neue Nachricht geschrieben',
  'room.what.account-made': 'Konto angelegt',
  'room.what.account-gone': 'Konto geschlossen gefunden',
  'room.what.name-lost': 'Namen vergeben gefunden',
  'room.what.pick-name': 'anderen Namen gewählt',
  'room.what.refusal-sent': 'Bewerbung geschlossen',
  'room.what.link-used': 'Passwort festgelegt',
  'room.what.letter': 'E-Mail verschickt',
  'room.what.resend': 'um eine weitere E-Mail gebeten',
  'room.what.address-not-bound': 'Konto ohne die Adresse angelegt',
  'room.detail.proof.link': 'über den Link',
  'room.detail.proof.code': 'mit dem Code',
  'room.detail.proof.import': 'bevor er zu Porter kam',
  'room.detail.wrongCodes': '{{wrong}} von {{most}}',
  'room.detail.votes_one': '{{count}} Stimme',
  'room.detail.votes_other': '{{count}} Stimmen',
  'room.detail.round': 'Runde {{round}}',
  'room.detail.room-moved': 'der Teamraum ist ein anderer',
  'room.detail.restored': 'eine Sicherung wurde eingespielt',
  'room.detail.notice-removed': 'die Nachricht wurde entfernt',
  'room.detail.expired.not-proved': 'die Adresse wurde nicht bestätigt',
  'room.detail.expired.too-many-codes': 'zu viele falsche Codes',
  'room.detail.expired.nobody-decided': 'niemand hat entschieden',
  'room.detail.expired.no-name-picked': 'kein anderer Name wurde gewählt',
  'room.detail.expired.account-gone': 'das Konto wurde geschlossen',
  'room.detail.undelivered': 'vom Mailserver abgelehnt',
  'room.letter.prove': 'Bestätigung der Adresse',
  'room.letter.received': 'Bewerbung eingegangen',
  'room.letter.welcome': 'Willkommen',
  'room.letter.welcome-chosen': 'Willkommen, mit dem Passwort aus dem Formular',
  'room.letter.welcome-reminder': 'Erinnerung an den Willkommenslink',
  'room.letter.approved-delayed': 'angenommen, aber verzögert',
  'room.letter.name-lost': 'anderen Namen wählen',
  'room.letter.refused': 'Absage',
  'room.letter.expired': 'Ende der Bewerbung',
  'room.letter.address-changed': 'Adresse berichtigt',
  'room.letter.already-account': 'hat schon ein Konto',
  'room.letter.already-open': 'hat schon eine offene Bewerbung',
  'room.help.title': 'Was ich verstehe',
  'room.help.address':
    'Beginnt mit !porter oder erwähnt mich. In einer Antwort auf die Nachricht einer Bewerbung oder in ihrem Thread kann die Nummer fehlen, und approve, decline oder show dürfen allein stehen.',
  'room.help.because': 'weil …',
  'room.help.list': 'offene Bewerbungen',
  'room.help.show': 'eine Bewerbung und was mit ihr geschah',
  'room.help.approve': 'hereinlassen, was auch die Stimmen sagen',
  'room.help.decline': 'ablehnen; der Grund ist für das Team und wird nicht verschickt',
  'room.help.resend': 'die jetzt fällige E-Mail noch einmal',
  'room.help.undo':
    'eine Annahme zurücknehmen, bis der Willkommenslink benutzt ist, oder eine Ablehnung, bis sie verschickt ist',
  'room.help.reopen': 'eine abgelehnte oder abgelaufene Bewerbung wieder zur Abstimmung stellen',
  'room.help.help': 'diese Zeilen',
  'room.help.votes': 'Stimmen sind Reaktionen auf die Nachricht einer Bewerbung: ✅ oder ❌.',

  'room.refused.unknown-application': 'Eine Bewerbung {{number}} gibt es nicht.',
  'room.refused.not-proved':
    'Zu {{number}} ist die E-Mail-Adresse noch nicht bestätigt, also gibt es noch nichts zu entscheiden. Falls die E-Mail verloren ging, schickt !porter resend {{number}} noch eine.',
  'room.refused.never-proved':
    'Die E-Mail-Adresse zu {{number}} wurde nie bestätigt, darum lässt sich die Bewerbung nicht wieder öffnen. Eine neue Bewerbung ist möglich.',
  'room.refused.not-decided':
    'Über {{number}} ist nicht entschieden, also gibt es nichts zurückzunehmen. Stand: {{stage}}.',
  'room.refused.open-already': 'Über {{number}} könnt ihr schon abstimmen.',
  'room.refused.not-waiting': 'Das passt jetzt nicht zu {{number}}. Stand: {{stage}}.',
  'room.refused.too-late': 'Dafür ist es zu spät: {{number}} ist schon weiter. Stand: {{stage}}.',
  'room.refused.stopped':
    'Entscheidungen ruhen wegen des Zustands dieses Raums. Protokoll und /readyz sagen, was zu tun ist; nichts geht verloren.',
  'room.refused.name-taken': 'Der Name von {{number}} ist nicht mehr frei.',
  'room.refused.address-in-use':
    'Zu {{number}} gibt es inzwischen eine andere offene Bewerbung mit derselben E-Mail-Adresse.',
  'room.refused.account-closed':
    'Das Konto zu {{number}} ist auf dem Homeserver geschlossen oder nicht mehr da, niemand könnte es nutzen. Darum habe ich das nicht getan. War das Schließen ein Versehen, macht ein Server-Admin es dort wieder aktiv, dann: !porter reopen {{number}}. Sonst ist eine neue Bewerbung mit einem anderen Namen möglich.',
  'room.refused.account-locked':
    'Das Konto zu {{number}} ist auf dem Homeserver gesperrt, der Link in dieser E-Mail würde niemanden hineinlassen. Darum habe ich sie nicht verschickt. Ein Server-Admin hebt die Sperre dort auf; dann sendet das noch einmal.',
  'room.refused.letter-waits':
    'Diese E-Mail zu {{number}} wartet schon darauf, verschickt zu werden; es kommt keine zweite dazu.',
  'room.refused.nothing-to-send': 'Für {{number}} ist jetzt keine E-Mail zu verschicken. Stand: {{stage}}.',
  'room.refused.not-a-voter':
    '{{by}}, Befehle nehme ich nur von Personen an, die hier abstimmen dürfen. Fragt einen Admin dieses Raums oder seht unter registration.voters nach.',
  'room.refused.old':
    'Dieser Befehl ist älter als 15 Minuten, darum habe ich ihn nicht befolgt. Bitte noch einmal senden.',
  'room.refused.which':
    'Welche Bewerbung? Bitte die Nummer angeben, z. B. !porter {{word}} 12, oder auf die Nachricht der Bewerbung antworten.',
  'room.refused.unknown-word': '„{{word}}“ kenne ich nicht. !porter help sagt, was ich verstehe.',
  'room.refused.no-word': '!porter help sagt, was ich verstehe.',

  'room.stage.submitted': 'Adresse noch nicht bestätigt',
  'room.stage.waiting': 'wartet auf Stimmen',
  'room.stage.approved': 'angenommen',
  'room.stage.admitted': 'Konto angelegt, Willkommenslink noch nicht benutzt',
  'room.stage.settled': 'abgeschlossen, Passwort ist gesetzt',
  'room.stage.declined': 'abgelehnt, Absage noch nicht verschickt',
  'room.stage.closed': 'abgelehnt',
  'room.stage.expired': 'abgelaufen',
  'room.stage.withdrawn': 'zurückgezogen',
};
