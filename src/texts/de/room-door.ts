import type { enRoomDoor } from '../en/room-door.ts';

export const deRoomDoor: Record<keyof typeof enRoomDoor, string> = {
  'room.cap.day':
    'Binnen eines Tages haben euch {{most}} Bewerbungen mit bestätigter Adresse erreicht. Das ist registration.limits.perDay, darum bittet das Formular alle anderen, wiederzukommen ({{time}}). Wer es vorher abgeschickt hat, erreicht euch noch, der Reihe nach. !porter list zeigt, was offen ist; wer mehr am Tag will, erhöht die Grenze und startet Porter neu.',
  'room.cap.open':
    '{{most}} Bewerbungen warten auf euch. Das ist registration.limits.open, darum bittet das Formular alle anderen, später wiederzukommen, bis ihr über einige entschieden habt: !porter list.',
  'room.cap.domain':
    'Binnen eines Tages haben euch {{most}} Bewerbungen mit Adressen bei {{domain}} erreicht. Das ist registration.limits.perDomainPerDay, darum bittet das Formular um eine Adresse anderswo. Sind es Leute von euch, so tragt {{domain}} in registration.limits.freeDomains ein und startet Porter neu.',
  'room.cap.unproved':
    'Es kommen mehr Formulare, als Adressen bestätigt werden: {{most}} in einer Stunde. Das ist registration.limits.unprovedPerHour, darum bittet das Formular alle anderen, wiederzukommen ({{time}}). Wahrscheinlich füllen Fremde es mit erfundenen Adressen aus. Davon erreicht euch nichts, und wer seine Adresse bestätigt hat, wird nicht aufgehalten.',
  'room.cap.letters':
    'Formulare mit Adressen bei {{domain}}, die niemand bestätigt hat: {{most}} an einem Tag. Das ist registration.limits.unprovedPerDomainPerDay und verhindert, dass Fremde diese Domain mit unserer Post überschwemmen. Sind es Leute von euch, so tragt {{domain}} in registration.limits.freeDomains ein und startet Porter neu.',
  'room.cap.network':
    'Jemand wurde gebeten, später wiederzukommen, weil mehrere Bewerbungen aus demselben Netz kamen. Sitzen dort Leute zusammen, so hebt !porter event 3h die Grenzen je Netz für diese Zeit auf.',
  'room.event.on':
    'Die Grenzen je Netz gelten nicht bis {{time}}: Leute, die zusammensitzen, können sich bewerben. Weiter gelten: {{perDay}} Bewerbungen am Tag, {{perDomain}} am Tag von einer Mail-Domain. !porter event off beendet das.',
  'room.event.over': 'Die Grenzen je Netz gelten wieder.',
  'room.event.none':
    'Die Grenzen je Netz gelten. !porter event 3h hebt sie für drei Stunden auf, für Leute, die sich gemeinsam bewerben.',
  'room.event.which':
    'Wie lange? Zum Beispiel !porter event 3h oder !porter event 90 Minuten, höchstens einen Tag, oder !porter event off.',
  'room.help.event': 'die Grenzen je Netz eine Weile aufheben, weil Leute sich gemeinsam bewerben; off beendet das',
};
