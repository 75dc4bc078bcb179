/** Why nobody can be brought into a welcome room, and the one next step. `sender` is Porter's own user ID. */
export const enRoomWelcome = {
  'room.welcomeRoom.unknown': '{{room}} is not known to the homeserver.',
  'room.welcomeRoom.unknown.step': 'Correct registration.welcomeRooms, or make the room; then restart Porter.',
  'room.welcomeRoom.alias-unanswered': '{{room}} belongs to another server, which does not say where it leads.',
  'room.welcomeRoom.alias-unanswered.step':
    'Is it spelt right? Otherwise take it out of registration.welcomeRooms and restart Porter.',
  'room.welcomeRoom.not-here': 'Nobody of our server is in {{room}}, so nobody can be brought in.',
  'room.welcomeRoom.not-here.step':
    'As somebody of our server, enter that room. If it is dead, make a new one, name that in registration.welcomeRooms and restart Porter.',
  'room.welcomeRoom.replaced': '{{room}} was upgraded to {{to}}: new members would be alone in the old room.',
  'room.welcomeRoom.replaced.step':
    'Name the new room in registration.welcomeRooms (or let the alias lead there) and restart Porter.',
  'room.welcomeRoom.shut': '{{room}} lets nobody in, invited or not (its join rule is "{{rule}}").',
  'room.welcomeRoom.shut.step':
    'Set "who can join" of that room to invite only, and invite Porter there; or let anybody join.',
  'room.welcomeRoom.porter-banned':
    '{{room}} is entered by invitation, and {{sender}} is banned from it, so nobody can be brought in.',
  'room.welcomeRoom.porter-banned.step':
    'As a moderator of that room, type there: /unban {{sender}}, then /invite {{sender}}',
  'room.welcomeRoom.porter-outside':
    '{{room}} is entered by invitation, and {{sender}} is not in it, so nobody can be brought in.',
  'room.welcomeRoom.porter-outside.step':
    'As a moderator of that room, type there: /invite {{sender}}. Or let anybody join that room.',
  'room.welcomeRoom.porter-outside-below':
    '{{room}} is entered by invitation, and {{sender}} is not in it, so nobody can be brought in.',
  'room.welcomeRoom.porter-outside-below.step':
    'As a moderator of that room, type there: /invite {{sender}}, and when it is in: /op {{sender}} {{level}}. Or let anybody join that room.',
  'room.welcomeRoom.may-not-invite':
    '{{room}} is entered by invitation, and {{sender}} may not invite there (that takes {{level}}; its power level is {{own}}), so nobody can be brought in.',
  'room.welcomeRoom.may-not-invite.step': 'As an admin of that room, type there: /op {{sender}} {{level}}',
  'room.welcomeRoom.refused': 'The homeserver lets nobody be brought into {{room}} ({{detail}}).',
  'room.welcomeRoom.refused.step':
    'Look into the log of Synapse at this time: the room may be blocked there, or a module may forbid it.',
  'room.welcomeRoom.newcomer-banned': '{{user}} is banned from {{room}}.',
  'room.welcomeRoom.newcomer-banned.step':
    'If that is no longer meant, as a moderator of that room, type there: /unban {{user}}',
} as const;
