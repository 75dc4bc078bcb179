import type { enMeeting } from '../../en/site/meeting.ts';

export const deMeeting: Record<keyof typeof enMeeting, string> = {
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
  'site.meeting.refused.title': 'Diese Einladung lässt niemanden herein',
  'site.meeting.refused.text':
    'Sie verlangt mehr, als unser Server gewährt, und ein neuer Versuch ändert daran nichts. Bitte lassen Sie sich eine neue schicken; im Protokoll des Servers steht, was an dieser falsch ist.',
  'site.guestsHome.title': 'Treffen für Gäste',
  'site.guestsHome.text':
    'Auf dieser Seite ist nichts zu tun. Wenn Sie zu einem Treffen eingeladen sind, öffnen Sie den Link aus Ihrer Einladung.',
};
