import type { enProve } from '../../en/site/prove.ts';

export const deProve: Record<keyof typeof enProve, string> = {
  'site.check.title': 'Schauen Sie in Ihr Postfach',
  'site.check.lead':
    'Wir schicken eine E-Mail an {{email}}. Öffnen Sie den Link darin, oder geben Sie hier den Code daraus ein.',
  'site.check.leadWaits':
    'Unsere E-Mails können zurzeit nicht hinausgehen, seit {{when}}. Sie gehen von selbst hinaus, sobald es wieder möglich ist. Sehen Sie dann nach einer an {{email}}, und öffnen Sie den Link darin oder geben Sie hier den Code ein. Von dem, was Sie eingegeben haben, geht nichts verloren.',
  'site.check.forId': 'Sie bewerben sich um {{userId}}',
  'site.check.code': 'Code aus der E-Mail',
  'site.check.codeHint': '8 Ziffern; Leerzeichen spielen keine Rolle.',
  'site.check.send': 'Meine Adresse bestätigen',
  'site.check.resent': 'Eine weitere E-Mail ist unterwegs. Die Codes der letzten drei E-Mails gelten alle.',
  'site.check.corrected':
    'Ihre Adresse ist berichtigt, und eine E-Mail ist dorthin unterwegs. Frühere Links und Codes gelten nicht mehr.',
  'site.check.correctedWaits': 'Ihre Adresse ist berichtigt. Frühere Links und Codes gelten nicht mehr.',
  'site.check.mailRefused':
    'Der Mailserver nimmt keine E-Mails für {{email}} an. Bitte berichtigen Sie unten die Adresse.',
  'site.check.state.title': 'Ob sich etwas getan hat',
  'site.check.state.waiting': 'Auf einem anderen Gerät bestätigt? Diese Zeile merkt es von selbst.',
  'site.check.state.mailWaits': 'Unsere E-Mails können zurzeit nicht hinausgehen, seit {{when}}.',
  'site.check.state.mailGoes':
    'Unsere E-Mails gehen wieder hinaus. Bitte sehen Sie in einigen Minuten in Ihr Postfach.',
  'site.check.state.refused': 'Der Mailserver nimmt für diese Adresse nichts an.',
  'site.check.state.proved': 'Ihre Adresse ist bestätigt.',
  'site.check.state.ended': 'Diese Bewerbung ist zu Ende.',
  'site.check.state.onward': 'Weiter',
  'site.check.help': 'Es ist keine E-Mail gekommen?',
  'site.check.helpText': 'Das kann einige Minuten dauern. Bitte schauen Sie auch in den Spam-Ordner.',
  'site.check.resend': 'Noch eine E-Mail schicken',
  'site.check.resendLater': 'Sie können {{when}} eine weitere E-Mail anfordern.',
  'site.check.correct': 'Die Adresse ist falsch',
  'site.check.newAddress': 'Richtige E-Mail-Adresse',
  'site.check.newAddressSend': 'Berichtigen und E-Mail schicken',
  'site.check.wrongCode_one': 'Das ist nicht der richtige Code. Sie haben noch einen Versuch.',
  'site.check.wrongCode_other': 'Das ist nicht der richtige Code. Sie haben noch {{count}} Versuche.',
  'site.check.emptyCode': 'Geben Sie den Code aus der E-Mail ein: 8 Ziffern.',
  'site.check.expiredCode':
    'Dieser Code ist zu alt. Fordern Sie unten eine weitere E-Mail an, oder öffnen Sie den Link in der, die Sie haben.',
  'site.check.limited': 'Eine weitere E-Mail kann {{when}} angefordert werden.',

  'site.ended.title': 'Diese Bewerbung ist beendet',
  'site.ended.text':
    'Sie wurde zurückgezogen, dauerte zu lange, oder ihr Code wurde zehnmal falsch eingegeben. Sie wird nicht weiter verfolgt, und der Benutzername ist wieder frei. Sie können sich gern neu bewerben.',
  'site.ended.again': 'Neu bewerben',

  'site.prove.title': 'Bestätigen Sie Ihre Adresse',
  'site.prove.text':
    'Sie bewerben sich um das Konto {{userId}}. Gehört Ihnen das Postfach, in dem Sie diese E-Mail gefunden haben, und soll unser Team Ihre Bewerbung lesen?',
  'site.prove.send': 'Ja, bestätigen',
  'site.prove.unknown.title': 'Dieser Link führt nirgendwohin',
  'site.prove.unknown.text':
    'Vielleicht ging unterwegs ein Teil verloren. Bitte kopieren Sie den ganzen Link aus der E-Mail, oder geben Sie den Code auf der Seite ein, auf der Sie sich beworben haben. Haben Sie seither eine E-Mail an eine andere Adresse angefordert, zählt nur diese.',
  'site.oldVote.title': 'Das Team stimmt in seinem Raum ab',
  'site.oldVote.text':
    'Links wie dieser entscheiden nichts mehr. Jede offene Bewerbung hat eine Nachricht im Teamraum: Stimmen Sie dort mit ✅ oder ❌ ab.',
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
    'Ihre Adresse stimmt, aber jemand anderes hat den gewählten Benutzernamen vor Ihnen bestätigt. Bitte wählen Sie einen anderen.',
  'site.name.lost':
    'Unser Team hat zugestimmt, aber der Benutzername von {{userId}} wurde inzwischen vergeben. Bitte wählen Sie einen anderen; Sie müssen sich nicht neu bewerben.',
  'site.name.new': 'Neuer Benutzername',
  'site.name.send': 'Diesen Benutzernamen nehmen',
};
