import type { enPassword } from '../../en/site/password.ts';

export const dePassword: Record<keyof typeof enPassword, string> = {
  'site.password.empty': 'Wählen Sie ein Passwort.',
  'site.password.busy':
    'Gerade setzen zu viele Menschen ein Passwort. Versuchen Sie es in ein paar Sekunden noch einmal.',
  'site.password.different': 'Die beiden Passwörter unterscheiden sich. Bitte geben Sie zweimal dasselbe ein.',
  'site.password.tooShort': 'Dieses Passwort ist zu kurz: Es braucht mindestens 10 Zeichen.',
  'site.password.tooLong': 'Dieses Passwort ist zu lang. Bitte wählen Sie ein kürzeres.',
  'site.password.tooManyBytes':
    'Dieses Passwort ist zu lang: Unser Server zählt nur die ersten 72 Bytes (Zeichen außer a–z brauchen zwei bis vier).',
  'site.password.common': 'Viele benutzen dieses Passwort, es würde also zuerst probiert. Wählen Sie ein anderes.',
  'site.password.guessable': 'Dieses Passwort ist zu leicht zu erraten. Machen Sie es länger oder weniger regelmäßig.',
  'site.password.policy.length': 'Unser Server verlangt mindestens {{least}} Zeichen.',
  'site.password.policy.digit': 'Es braucht eine Ziffer (0 bis 9).',
  'site.password.policy.symbol':
    'Es braucht ein Zeichen, das weder eine Ziffer noch einer der Buchstaben a bis z ist, etwa ! oder ein Leerzeichen.',
  'site.password.policy.lowercase': 'Es braucht einen Kleinbuchstaben (a bis z).',
  'site.password.policy.uppercase': 'Es braucht einen Großbuchstaben (A bis Z).',
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
};
