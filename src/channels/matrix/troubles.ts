/** What keeps messages out of one room, and what whoever is inside does about it. */
export interface Trouble {
  readonly code: string;
  /** Without a full stop. */
  readonly sentence: string;
  readonly remedy: string;
}

/** @param sender Porter's own user */
export const notInRoom = (sender: string): Trouble => ({
  code: 'matrix.not-in-room',
  sentence: 'Porter is not in this room',
  remedy: `In that room, type: /invite ${sender}`,
});

export const mayNotSend: Trouble = {
  code: 'matrix.may-not-send',
  sentence: 'Porter may not write in this room',
  remedy: 'Let Porter send messages in that room (its power level).',
};

export const unknownAlias: Trouble = {
  code: 'matrix.unknown-alias',
  sentence: 'No room can be found behind this alias',
  remedy: 'Correct the alias in the target, or set it on the room.',
};

export const lostChat: Trouble = {
  code: 'matrix.direct-lost',
  sentence: 'Porter is no longer in the direct chat with this person',
  remedy: 'Porter makes another one at the next attempt.',
};

export const replacedRoom: Trouble = {
  code: 'matrix.replaced',
  sentence: 'This room was upgraded, and people have gone to the new one',
  remedy: 'Invite Porter to the new room and name that one in the target; an alias leads there by itself.',
};

export const encryptedRoom: Trouble = {
  code: 'matrix.encrypted',
  sentence: 'This room is encrypted, and Porter writes in the clear: clients mark its notifications as not encrypted',
  remedy: 'Make another room without encryption for notifications; it cannot be taken off a room.',
};
