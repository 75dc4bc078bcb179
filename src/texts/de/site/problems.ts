import type { enProblems } from '../../en/site/problems.ts';

export const deProblems: Record<keyof typeof enProblems, string> = {
  'site.letterCheck.title': 'Eine E-Mail von uns',
  'site.letterCheck.good': 'Der Link ist genau so angekommen, wie er abgeschickt wurde.',
  'site.letterCheck.bad':
    'Der Link wurde unterwegs verändert oder gehört zu einem anderen Versuch. Wenn Ihr E-Mail-Anbieter Links umschreibt, schalten Sie das für diese E-Mails ab.',
  'site.oldLink.title': 'Dieser Link stammt aus unserem früheren Programm',
  'site.oldLink.text':
    'Er kann nicht mehr benutzt werden. Bitte bewerben Sie sich hier neu: Es dauert zwei Minuten, und eine E-Mail mit einem neuen Link folgt sofort.',

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
  'site.problem.tooMany.text': 'Bitte warten Sie etwas: Es geht {{when}} weiter. Es wurde nichts geändert.',
  'site.fault.title': 'Etwas ist außer Betrieb',
  'site.fault.wait_one':
    'Nichts, was Sie vorher getan haben, ist verloren. Bitte schauen Sie in etwa einer Minute wieder herein.',
  'site.fault.wait_other':
    'Nichts, was Sie vorher getan haben, ist verloren. Bitte schauen Sie in etwa {{count}} Minuten wieder herein.',
  'site.fault.ours':
    'Das ist unser Fehler, nicht Ihrer. Nichts, was Sie vorher getan haben, ist verloren. Bitte versuchen Sie es später noch einmal.',
  'site.lasting.title': 'Das geht zur Zeit nicht',
  'site.lasting.homeserver':
    'Unser Server lässt diese Seite ihre Arbeit nicht tun, und Warten ändert daran nichts: Seine Betreiber müssen etwas richtigstellen. Nichts, was Sie vorher getan haben, ist verloren, und Ihr Link bleibt gültig. Bitte sagen Sie ihnen Bescheid.',
  'site.lasting.refused':
    'Unser Server hat genau das abgelehnt und würde es wieder ablehnen. Nur seine Betreiber können herausfinden, warum. Nichts, was Sie vorher getan haben, ist verloren. Bitte sagen Sie ihnen Bescheid.',
  'site.lasting.unreadable':
    'Was wir dazu gespeichert haben, ist nicht mehr lesbar, und ein neuer Versuch hilft nicht: Die Betreiber des Servers müssen es in Ordnung bringen. Bitte sagen Sie ihnen Bescheid.',
  'site.lasting.passwords':
    'Passwörter lassen sich hier nicht prüfen, und ein neuer Versuch hilft nicht: Ein Teil unseres Programms fehlt, und die Betreiber des Servers müssen ihn wieder herstellen. Ihr Link bleibt gültig. Bitte sagen Sie ihnen Bescheid.',
  'site.lasting.other':
    'Das geht nicht, und ein neuer Versuch hilft nicht: Die Betreiber des Servers müssen es sich ansehen. Nichts, was Sie vorher getan haben, ist verloren. Bitte sagen Sie ihnen Bescheid.',
  'site.fault.id': 'Wenn Sie uns davon erzählen, nennen Sie diese Nummer: {{id}}',
};
