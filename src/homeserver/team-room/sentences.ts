import type { Sentence } from '../../kernel/step.ts';
import type { RoomTroubleCode, StopReason } from './team-room.ts';

/** Values that a sentence about the team room may name. */
export interface TeamRoomValues {
  /** As configured. */
  readonly room: string;
  readonly sender: string;
  /** `registration.admin` */
  readonly admin?: string;
  /** See `RoomTrouble`; of a stop the type of the room. */
  readonly detail?: string;
  readonly expected?: string;
}

/** The type of a room can never be changed. */
const notThisRoom = (room: string): string =>
  room.startsWith('!')
    ? 'Make an ordinary room in a client, by invitation only and without encryption (Element switches it on unless told), invite Porter there, set registration.room to it and restart Porter.'
    : `Name an alias that does not exist yet in registration.room and restart Porter, which then makes the room. Or make an ordinary room in a client, by invitation only and without encryption (Element switches it on unless told), and name that.`;

/** For operators, in English: what is wrong with the team room, and the one next step. */
export const teamRoomSentences = {
  'team-room.not-made': ({ room, admin }) => ({
    sentence: `${room} does not exist yet.`,
    remedy: `Porter makes it when it is started${
      admin === undefined
        ? ', but registration.admin is not set, so nobody would be invited and nobody could enter: set it to your user ID before'
        : ` and invites ${admin}`
    }.`,
  }),
  'team-room.invited': ({ room, sender }) => ({
    sentence: `${sender} may enter the team room ${room} and has not joined yet.`,
    remedy: 'Porter joins when it is started.',
  }),
  'team-room.alias-not-reserved': ({ detail }) => ({
    sentence: `Porter may not make ${detail}: registration.yaml does not reserve that alias.`,
    remedy: `Add it under namespaces.aliases (exclusive: false) and restart Synapse, or make the room yourself and invite Porter.`,
  }),
  'team-room.alias-elsewhere': ({ detail }) => ({
    sentence: `${detail} does not exist, and it belongs to another server.`,
    remedy: 'Set registration.room to an alias of our own server, or to the id of a room, and restart Porter.',
  }),
  'team-room.no-such-room': ({ detail }) => ({
    sentence: `Our homeserver knows no room ${detail}.`,
    remedy: 'Correct registration.room and restart Porter.',
  }),
  'team-room.being-made': ({ room }) => ({
    sentence: `${room} leads to a room that nobody of our server is in: it is being made at this moment, or everybody has left it.`,
    remedy: `If this lasts, take the alias off that room as a server admin; Porter then makes a new one.`,
  }),
  'team-room.abandoned': ({ room, detail }) => ({
    sentence: `Nobody of our server is in the team room ${detail}, so nobody can invite Porter.`,
    remedy: room.startsWith('!')
      ? 'Make another room, set registration.room to it and restart Porter.'
      : `As a server admin, take the alias ${room} off that room; Porter then makes a new one. Or set registration.room to another room and restart Porter.`,
  }),
  // An ID that the configuration names cannot be taken by anybody, an alias can.
  'team-room.not-invited': ({ room, sender }) => ({
    sentence: `${sender} is not in the team room ${room}.`,
    remedy: `${room.startsWith('!') ? 'In that room, type' : 'As a server admin who is in that room, type there'}: /invite ${sender}`,
  }),
  'team-room.sent-out': ({ room, sender }) => ({
    sentence: `${sender} is no longer in the team room ${room}.`,
    remedy: `In that room, type: /invite ${sender}`,
  }),
  'team-room.upgraded': ({ room, sender, detail }) => ({
    sentence: `The team room ${room} was upgraded to ${detail}, and ${sender} is not in there yet.`,
    remedy: `In the new room, type: /invite ${sender}`,
  }),
  'team-room.alias-moved': ({ room, sender, detail, expected }) => ({
    sentence: `${room} leads to the room ${detail} now; the team room is ${expected}, of which that is no upgrade.`,
    remedy: `Let the alias lead to the team room again. Or, if ${detail} is the team's now, a server admin types there: /invite ${sender} (before it /kick ${sender}, if Porter is in there).`,
  }),
  'team-room.led-away': ({ room, sender, detail, expected }) => ({
    sentence: `The team room ${room} was upgraded to ${detail} by ${expected}, who could not have brought voters into it, so Porter does not follow.`,
    remedy: `If ${detail} is the team's now, a server admin types there: /kick ${sender}, then /invite ${sender}. If not, set registration.room to another room and restart Porter.`,
  }),
  'team-room.not-by-admin': ({ room, sender, detail }) => ({
    sentence: `${room} leads to ${detail}, in which ${sender} is, but not because a server admin invited it.`,
    remedy: `If that is the team's room, a server admin types there: /kick ${sender}, then /invite ${sender}. If not, let the alias lead to the team's room.`,
  }),
  'team-room.welcome-room': ({ room }) => ({
    sentence: `The team room ${room} is also one of registration.welcomeRooms: new members would see every application.`,
    remedy: 'Take it out of registration.welcomeRooms, or name another room in registration.room, and restart Porter.',
  }),
  'team-room.inviter-not-admin': ({ detail, sender }) => ({
    sentence: `${sender} was invited to the team room by ${detail}, who is not a server admin.`,
    remedy: `A server admin has to invite: /kick ${sender}, then /invite ${sender}`,
  }),
  'team-room.banned': ({ room, sender }) => ({
    sentence: `${sender} is banned from the team room ${room}.`,
    remedy: `In that room: /unban ${sender}, then /invite ${sender}`,
  }),
  'team-room.join-refused': ({ room, sender }) => ({
    sentence: `${sender} was not let into the team room ${room}.`,
    remedy: `In that room: /kick ${sender}, then /invite ${sender}`,
  }),
  'team-room.creation-refused': ({ room, detail }) => ({
    sentence: `The team room ${room} could not be made (${detail}).`,
    remedy: 'Make it yourself in a client, as an invite-only room with that alias, and invite Porter.',
  }),
  'team-room.may-not-send': ({ room, sender, detail, expected }) => ({
    sentence: `In the team room ${room} Porter may not send ${detail}.`,
    remedy: `As an admin of that room, type there: /op ${sender} ${expected}`,
  }),
  'team-room.room-space': ({ room }) => ({
    sentence: `The team room ${room} is a space: clients show no messages in a space, so nobody would see a notice.`,
    remedy: notThisRoom(room),
  }),
  'team-room.room-typed': ({ room, detail }) => ({
    sentence: `The team room ${room} is a room of a special type${detail ? ` (${detail})` : ''}, in which clients need not show messages.`,
    remedy: notThisRoom(room),
  }),
  'team-room.room-public': ({ room }) => ({
    sentence: `Anybody can enter the team room ${room}: decisions have stopped.`,
    remedy: 'Set "who can join" of that room to invite only. Nothing is lost; votes are counted again then.',
  }),
  'team-room.room-knockable': ({ room }) => ({
    sentence: `Strangers can knock at the team room ${room}: decisions have stopped.`,
    remedy: 'Set "who can join" of that room to invite only.',
  }),
  'team-room.room-restricted': ({ room }) => ({
    sentence: `Members of other rooms can enter the team room ${room} without an invitation: decisions have stopped.`,
    remedy: 'Set "who can join" of that room to invite only.',
  }),
  'team-room.room-version-unknown': ({ room }) => ({
    sentence: `Porter does not know the version of the room ${room} and cannot judge who may vote.`,
    remedy: 'Use a room of version 10, 11 or 12.',
  }),
  'team-room.room-replaced': ({ room, sender }) => ({
    sentence: `The team room ${room} was replaced, and Porter could not follow.`,
    remedy: `In the new room: /invite ${sender}. Or set registration.room to the room that counts and restart Porter.`,
  }),
  'team-room.room-encrypted': ({ room }) => ({
    sentence: `The team room ${room} is encrypted, and registration.encryptedRoom says to refuse that.`,
    remedy:
      'Encryption cannot be taken off a room: make another one without it (switch it off in Element when you make the room), or set registration.encryptedRoom to allow and restart Porter.',
  }),
  'team-room.room-forgetful': ({ room }) => ({
    sentence: `The team room ${room} deletes messages within an hour (m.room.retention), so nobody could vote on a notice: decisions have stopped.`,
    remedy:
      'As an admin of that room, let it keep messages longer: set max_lifetime of m.room.retention to more than registration.decideWithin, in milliseconds, or take it out (Element: /devtools, Explore room state).',
  }),
  'team-room.not-in-room': ({ room, sender }) => ({
    sentence: `${sender} is no longer in the team room ${room}: decisions have stopped.`,
    remedy: `In that room, type: /invite ${sender}`,
  }),
} as const satisfies Readonly<Record<`team-room.${RoomTroubleCode | StopReason}`, Sentence<TeamRoomValues>>>;
