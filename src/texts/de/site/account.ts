import type { enAccount } from '../../en/site/account.ts';

/** Anmelden, und die Seite des eigenen Kontos. */
export const deAccount: Record<keyof typeof enAccount, string> = {
  'site.signIn.title': 'Anmelden',
  'site.signIn.account': 'Ich habe ein Konto: anmelden',
  'site.signIn.lead':
    'Hier ändern Sie Ihr Passwort und sehen, wo Sie angemeldet sind. Zum Chatten nehmen Sie Ihre Matrix-App.',
  'site.signIn.name': 'Name oder E-Mail-Adresse',
  'site.signIn.nameHint': 'Ihr Benutzername, Ihre Matrix-ID oder die E-Mail-Adresse Ihres Kontos.',
  'site.signIn.password': 'Passwort',
  'site.signIn.send': 'Anmelden',
  'site.signIn.wrong':
    'Name und Passwort passen nicht zusammen. Bitte prüfen Sie beides und versuchen Sie es noch einmal.',
  'site.signIn.paused':
    'Für dieses Konto kamen zu viele falsche Passwörter. Bitte versuchen Sie es in einer halben Minute noch einmal.',
  'site.signIn.busy': 'Gerade melden sich zu viele Leute an. Bitte versuchen Sie es in ein paar Sekunden noch einmal.',

  'site.account.title': 'Ihr Konto',
  'site.account.displayName': 'Anzeigename',
  'site.account.addresses': 'Adressen',
  'site.account.signOut': 'Abmelden',
  'site.account.profile.title': 'Was andere sehen',
  'site.account.profile.nameHint':
    'Steht neben dem, was Sie schreiben. Ihre Matrix-App zeigt einen neuen vielleicht erst nach einem Moment.',
  'site.account.profile.badName': 'Ein Anzeigename hat höchstens 256 Zeichen und keine Zeilenumbrüche.',
  'site.account.profile.findableByName': 'Andere dürfen mich über meinen Namen finden',
  'site.account.profile.findableByAddress': 'Andere, die meine Adresse kennen, dürfen mich darüber finden',
  'site.account.profile.send': 'Speichern',
  'site.account.close.title': 'Konto schließen',
  'site.account.close.text':
    'Sie verlassen alle Räume und können sich nicht mehr anmelden, weder hier noch in Matrix-Apps. Ihr Name bleibt vergeben, damit niemand mit Ihnen verwechselt wird. Das lässt sich nicht rückgängig machen, auch nicht von denen, die den Server betreiben.',
  'site.account.close.textHere':
    'Sie können sich nicht mehr anmelden, weder hier noch in Matrix-Apps. Ihr Name bleibt vergeben, damit niemand mit Ihnen verwechselt wird. Das lässt sich nicht rückgängig machen, auch nicht von denen, die den Server betreiben.',
  'site.account.close.sure': 'Ich bin sicher',
  'site.account.close.notSure': 'Setzen Sie das Häkchen, wenn Sie sicher sind.',
  'site.account.close.send': 'Mein Konto endgültig schließen',
  'site.account.closed.title': 'Ihr Konto ist geschlossen',
  'site.account.closed.text':
    'In den nächsten Minuten sind Sie überall abgemeldet. Was Sie geschrieben haben, bleibt in den Räumen.',
  'site.account.closed.textHere':
    'Sie können sich nicht mehr anmelden. Wo Sie noch angemeldet sind, bleiben Sie es: Melden Sie sich dort selbst ab.',
  'site.account.done.profile': 'Gespeichert.',
  'site.account.password.title': 'Passwort ändern',
  'site.account.password.keys':
    'Wenn Ihre anderen Geräte abgemeldet werden, vergessen sie die Schlüssel verschlüsselter Nachrichten. Sehen Sie vorher nach, dass Ihre Matrix-App die Schlüssel sichert und Sie den Wiederherstellungsschlüssel haben.',
  'site.account.password.current': 'Ihr jetziges Passwort',
  'site.account.password.new': 'Das neue Passwort',
  'site.account.password.endOthers': 'Mich in allen Matrix-Apps abmelden',
  'site.account.password.send': 'Passwort ändern',
  'site.account.password.wrong': 'Das ist nicht Ihr jetziges Passwort.',
  'site.account.sessions.title': 'Wo Sie angemeldet sind',
  'site.account.sessions.text': 'Browser, in denen diese Seite für Sie offen ist. Ihre Matrix-Apps stehen hier nicht.',
  'site.account.sessions.unknown': 'Ein Browser, der nicht sagt, welcher er ist',
  'site.account.sessions.times': 'seit {{began}}, zuletzt benutzt {{used}}',
  'site.account.sessions.this': 'Dieser Browser',
  'site.account.sessions.end': 'Dort abmelden',
  'site.account.sessions.endOthers': 'Überall sonst abmelden',
  'site.account.done.password': 'Ihr Passwort ist geändert. In allen anderen Browsern sind Sie abgemeldet.',
  'site.account.done.session': 'Dort sind Sie abgemeldet.',
  'site.account.done.others': 'Sie sind überall sonst abgemeldet.',
};
