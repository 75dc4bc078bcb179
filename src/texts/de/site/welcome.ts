import type { enWelcome } from '../../en/site/welcome.ts';

export const deWelcome: Record<keyof typeof enWelcome, string> = {
  'site.welcome.title': 'Willkommen',
  'site.welcome.named': 'Willkommen, {{name}}',
  'site.welcome.lead': 'Ihr Konto ist bereit. Wählen Sie ein Passwort, dann haben Sie es geschafft.',
  'site.welcome.account': 'Ihre Matrix-ID',
  'site.welcome.password': 'Passwort',
  'site.welcome.passwordHint':
    'Mindestens {{least}} Zeichen. Gut sind ein paar Wörter ohne Zusammenhang oder ein Vorschlag Ihres Passwortmanagers.',
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
  'site.welcome.gone.title': 'Dieses Konto wurde geschlossen',
  'site.welcome.gone.text':
    'Es wurde auf dem Server geschlossen, bevor Sie ein Passwort festgelegt haben; darum führt dieser Link nirgendwohin. Unser Team weiß Bescheid. Wenn Sie das für einen Irrtum halten, wenden Sie sich an die Betreiber des Servers. Sie können sich auch neu bewerben.',
  'site.welcome.locked.title': 'Dieses Konto ist gesperrt',
  'site.welcome.locked.text':
    'Die Betreiber des Servers haben es gesperrt, darum lässt sich jetzt kein Passwort festlegen. Unser Team weiß Bescheid. Ihr Link gilt wieder, sobald das Konto entsperrt ist: Fragen Sie die Betreiber des Servers.',
  'site.welcome.off.title': 'Hier lässt sich gerade kein Passwort festlegen',
  'site.welcome.off.text':
    'Der Server ist so eingestellt, dass niemand ein Passwort festlegen kann. Das können nur seine Betreiber ändern, und unser Team weiß Bescheid. Ihr Link bleibt gültig: Öffnen Sie ihn wieder, sobald es behoben ist.',
  'site.welcome.tooLate': 'Für diese Bewerbung kann keine neue E-Mail mehr geschickt werden.',

  'site.next.title': 'Geschafft',
  'site.next.lead': 'Ihr Passwort ist festgelegt. Das brauchen Sie, um sich anzumelden:',
  'site.next.account': 'Matrix-ID',
  'site.next.homeserver': 'Homeserver',
  'site.next.enter':
    'Wählen Sie im Programm einen anderen Homeserver, geben Sie {{homeserver}} ein und melden Sie sich dann an.',
  'site.next.clients': 'Programme für Rechner und Telefon',
  'site.next.clientsText': 'Jedes Matrix-Programm ist recht. Gut für den Anfang sind diese:',
  'site.next.choosesServer': 'öffnet sich mit unserem Server, schon ausgewählt',
  'site.next.howTo': 'Erste Schritte, von uns erklärt',
  'site.next.keep':
    'Notieren Sie sich diese beiden Zeilen: Sie brauchen sie bei jeder Anmeldung auf einem neuen Gerät.',
};
