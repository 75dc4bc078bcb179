import type { enRoomWelcome } from '../en/room-welcome.ts';

export const deRoomWelcome: Record<keyof typeof enRoomWelcome, string> = {
  'room.welcomeRoom.unknown': '{{room}} ist dem Homeserver nicht bekannt.',
  'room.welcomeRoom.unknown.step':
    'Berichtigt registration.welcomeRooms, oder legt den Raum an; dann startet Porter neu.',
  'room.welcomeRoom.alias-unanswered': '{{room}} gehört zu einem anderen Server, der nicht sagt, wohin das führt.',
  'room.welcomeRoom.alias-unanswered.step':
    'Ist es richtig geschrieben? Sonst nehmt es aus registration.welcomeRooms heraus und startet Porter neu.',
  'room.welcomeRoom.not-here':
    'Von unserem Server ist niemand in {{room}}, darum lässt sich niemand dorthin mitnehmen.',
  'room.welcomeRoom.not-here.step':
    'Betretet den Raum mit einem Konto unseres Servers. Ist er verwaist, legt einen neuen an, nennt ihn in registration.welcomeRooms und startet Porter neu.',
  'room.welcomeRoom.replaced': '{{room}} wurde durch {{to}} ersetzt: Neue Mitglieder wären im alten Raum unter sich.',
  'room.welcomeRoom.replaced.step':
    'Nennt den neuen Raum in registration.welcomeRooms (oder lasst den Alias dorthin führen) und startet Porter neu.',
  'room.welcomeRoom.shut': '{{room}} lässt niemanden ein, auch nicht mit Einladung (Beitrittsregel: „{{rule}}“).',
  'room.welcomeRoom.shut.step':
    'Stellt den Zutritt zu diesem Raum auf „Nur Eingeladene“ und ladet Porter dorthin ein; oder lasst alle eintreten.',
  'room.welcomeRoom.porter-banned':
    '{{room}} betritt man auf Einladung, und {{sender}} ist dort gebannt; darum lässt sich niemand dorthin mitnehmen.',
  'room.welcomeRoom.porter-banned.step':
    'Wer den Raum moderiert, schreibt dort: /unban {{sender}}, dann /invite {{sender}}',
  'room.welcomeRoom.porter-outside':
    '{{room}} betritt man auf Einladung, und {{sender}} ist nicht darin; darum lässt sich niemand dorthin mitnehmen.',
  'room.welcomeRoom.porter-outside.step':
    'Wer den Raum moderiert, schreibt dort: /invite {{sender}}. Oder lasst alle in diesen Raum eintreten.',
  'room.welcomeRoom.porter-outside-below':
    '{{room}} betritt man auf Einladung, und {{sender}} ist nicht darin; darum lässt sich niemand dorthin mitnehmen.',
  'room.welcomeRoom.porter-outside-below.step':
    'Wer den Raum moderiert, schreibt dort: /invite {{sender}}, und wenn es darin ist: /op {{sender}} {{level}}. Oder lasst alle in diesen Raum eintreten.',
  'room.welcomeRoom.may-not-invite':
    '{{room}} betritt man auf Einladung, und {{sender}} darf dort nicht einladen (das braucht {{level}}; der eigene Berechtigungswert ist {{own}}); darum lässt sich niemand dorthin mitnehmen.',
  'room.welcomeRoom.may-not-invite.step': 'Ein Admin dieses Raums schreibt dort: /op {{sender}} {{level}}',
  'room.welcomeRoom.refused': 'Der Homeserver lässt niemanden nach {{room}} bringen ({{detail}}).',
  'room.welcomeRoom.refused.step':
    'Seht zu dieser Zeit in das Log von Synapse: Der Raum kann dort gesperrt sein, oder ein Modul verbietet es.',
  'room.welcomeRoom.newcomer-banned': '{{user}} ist aus {{room}} gebannt.',
  'room.welcomeRoom.newcomer-banned.step':
    'Wenn das nicht mehr gemeint ist, schreibt dort, wer den Raum moderiert: /unban {{user}}',
};
