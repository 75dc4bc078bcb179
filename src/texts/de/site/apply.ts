import type { enApply } from '../../en/site/apply.ts';

export const deApply: Record<keyof typeof enApply, string> = {
  'site.apply.title': 'Um ein Konto bewerben',
  'site.apply.lead':
    'Sagen Sie uns, wer Sie sind. Menschen aus unserem Team lesen jede Bewerbung und antworten per E-Mail.',
  'site.apply.optional': '{{label}} (freiwillig)',
  'site.apply.trap': 'Lassen Sie dieses Feld leer',
  'site.apply.send': 'Bewerbung absenden',
  'site.apply.limited.day':
    'Heute haben sich so viele beworben, dass wir vorerst niemanden mehr annehmen. Sie können dieses Formular {{when}} wieder absenden.',
  'site.apply.limited.domain':
    'Von Ihrem E-Mail-Anbieter kamen heute schon viele Bewerbungen. Sie können dieses Formular {{when}} wieder absenden, oder jetzt mit einer Adresse bei einem anderen Anbieter.',
  'site.apply.limited.open':
    'Unser Team hat noch viele Bewerbungen zu lesen. Sie können dieses Formular {{when}} wieder absenden.',
  'site.apply.limited.unproved': 'Gerade bewerben sich viele. Sie können dieses Formular {{when}} noch einmal senden.',
  'site.apply.limited.network':
    'Aus Ihrem Netz kamen schon mehrere Bewerbungen. Sie können dieses Formular {{when}} wieder absenden.',
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
};
