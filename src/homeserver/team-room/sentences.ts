import type { Sentence } from '../../kernel/step.ts';
import type { RoomTroubleCode, StopReason } from './team-room.ts';

/** Values that a sentence about the team room may name. */
export interface TeamRoomValues {
  /** As configured. */
  readonly room: string;
  readonly sender: string;
  /** `registration.admin` */
  readonly admin?: string;
  /** See `RoomTrouble`. */
  readonly detail?: string;
  readonly expected?: string;
}

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
  // `detail` is the room that was found: the one that the alias leads to, or the successor of an upgraded one.
  'team-room.not-invited': ({ room, sender, detail }) => ({
    sentence:
      room.startsWith('!') && detail !== room
        ? `The team room ${room} was upgraded to ${detail}, and ${sender} is not in there yet.`
        : `${sender} is not in the team room ${room}.`,
    remedy: `As a server admin who is in that room, type there: /invite ${sender}`,
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
    remedy: 'Use a room without encryption, or set registration.encryptedRoom to allow and restart Porter.',
  }),
  'team-room.not-in-room': ({ room, sender }) => ({
    sentence: `${sender} is no longer in the team room ${room}: decisions have stopped.`,
    remedy: `As a server admin who is in that room, type there: /invite ${sender}`,
  }),
} as const satisfies Readonly<Record<`team-room.${RoomTroubleCode | StopReason}`, Sentence<TeamRoomValues>>>;
