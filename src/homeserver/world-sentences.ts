import type { Trouble, WorldStep } from './world.ts';

/** Values that a sentence may name. Never a token. */
export interface SentenceValues {
  readonly url?: string;
  /** Why it cannot be reached, in words. */
  readonly why?: string;
  readonly sender?: string;
  readonly detail?: string;
  readonly expected?: string;
  readonly listen?: string;
  readonly room?: string;
  readonly id?: string;
}

type Sentence = (values: SentenceValues) => { readonly sentence: string; readonly remedy: string };

const enc = encodeURIComponent;
const curl = (more: string) => `curl -H "Authorization: Bearer <your access token>" ${more}`;
const userUrl = (url = '', sender = '') => `${url}/_synapse/admin/v2/users/${enc(sender)}`;

/** For operators, in English: what is wrong and the one next step. */
const sentences = {
  'homeserver.down': ({ url, why }) => ({
    sentence: `The homeserver at ${url} does not answer${why === undefined ? '' : ` (${why})`}.`,
    remedy: 'Start Synapse; Porter goes on by itself. Or correct homeserver.url and restart Porter.',
  }),
  'homeserver.unreadable': ({ url }) => ({
    sentence: `What answers at ${url} is not a homeserver.`,
    remedy:
      'Set homeserver.url to the internal listener of Synapse, not to a web page in front of it, and restart Porter.',
  }),
  'homeserver.unrecognized': () => ({
    sentence: 'A path that Porter needs is unknown there.',
    remedy:
      'A proxy hides it, /_synapse/admin most likely: set homeserver.url (or homeserver.adminUrl) to the internal listener of Synapse and restart Porter.',
  }),
  'homeserver.mas': () => ({
    sentence:
      'Accounts of this homeserver are kept by the Matrix Authentication Service: an approval would make accounts that nobody can enter.',
    remedy: 'Porter cannot make accounts there yet; it stays closed until the service is gone.',
  }),
  'homeserver.token-refused': ({ id }) => ({
    sentence: `The homeserver does not know the as_token of appservice "${id}".`,
    remedy:
      'List registration.yaml under app_service_config_files in homeserver.yaml and restart Synapse. If it is listed, Synapse has read another copy of it.',
  }),
  'homeserver.other-server': ({ detail, expected }) => ({
    sentence: `The homeserver calls our user ${detail}, the configuration ${expected}.`,
    remedy:
      'Correct homeserver.serverName, or use the registration file that was made for this server; then restart Porter.',
  }),
  'homeserver.sender-refused': ({ sender, detail }) => ({
    sentence: `The homeserver does not let Porter register ${sender} (${detail}).`,
    remedy: 'Use the registration file that porter init wrote, unchanged, and restart Synapse.',
  }),
  'homeserver.sender-not-ours': ({ sender, id }) => ({
    sentence: `${sender} exists already and does not belong to appservice "${id}": it is somebody's account.`,
    remedy:
      'Choose another sender_localpart in registration.yaml, restart Synapse and Porter, and take admin rights from that user again.',
  }),
  'homeserver.sender-deactivated': ({ sender }) => ({
    sentence: `${sender} is deactivated, locked or suspended.`,
    remedy: `As a server admin: PUT /_synapse/admin/v2/users/${enc(sender ?? '')} with {"deactivated":false,"locked":false}; a suspension ends with PUT /_synapse/admin/v1/suspend/${enc(sender ?? '')} {"suspend":false}.`,
  }),
  'appservice.no-url': () => ({
    sentence: 'The registration file names no url, so nothing is pushed to Porter.',
    remedy:
      'Set url in registration.yaml to the address under which Synapse reaches appservice.listen, and restart Synapse.',
  }),
  'appservice.unreachable': ({ url, listen }) => ({
    sentence: `Synapse calls ${url} and gets no answer there; Porter listens on ${listen}.`,
    remedy:
      'Make the url of registration.yaml lead to appservice.listen (in containers it is another address), then restart Synapse and Porter.',
  }),
  'appservice.refused': ({ url, listen, detail }) => ({
    sentence: `Synapse calls ${url} and is refused there (${detail}); Porter listens on ${listen}.`,
    remedy:
      'Something else answers at that address, or Synapse has read another copy of registration.yaml (hs_token): compare both, then restart Synapse.',
  }),
  'appservice.other-id': ({ id }) => ({
    sentence: `The as_token belongs to another appservice than "${id}".`,
    remedy: 'Use the very registration.yaml that Synapse has read, and restart Porter.',
  }),
  // Whose account it is, the homeserver tells to admins only, so the call that promotes comes after the one that looks.
  'homeserver.not-admin': ({ sender, url, id }) => ({
    sentence: `${sender} is not a server admin yet, so Porter cannot make accounts.`,
    remedy: `As a server admin, once: porter init --promote, with --config and your configuration file (it looks first whether that user is Porter's own). By hand: after ${curl('')}"${userUrl(url, sender)}" shows "appservice_id": "${id}", and only then: ${curl(`-X PUT -H "Content-Type: application/json" -d '{"admin":true}' `)}"${userUrl(url, sender)}"`,
  }),
  'homeserver.other-instance': () => ({
    sentence: 'Another copy of this database acts for this homeserver; this one sends nothing.',
    remedy:
      'If the other one is gone for good, start once with: porter serve --take-over. If this is a copy for trying things out, use another homeserver.',
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
      room?.startsWith('!') && detail !== room
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
  'homeserver.unexpected': ({ detail }) => ({
    sentence: `The homeserver answered in a way that Porter does not understand (${detail}).`,
    remedy: 'Look into the log of Synapse at this time; Porter asks again by itself.',
  }),
} as const satisfies Readonly<Record<string, Sentence>>;

export type TroubleCode = keyof typeof sentences;

/** Trouble that goes away without anybody doing anything here. */
const passing: ReadonlySet<TroubleCode> = new Set(['homeserver.down', 'homeserver.unexpected']);

export const hasSentence = (code: string): code is TroubleCode => Object.hasOwn(sentences, code);

export function troubleOf(step: WorldStep, code: TroubleCode, values: SentenceValues): Trouble {
  return { step, state: 'trouble', code, ...sentences[code](values), passing: passing.has(code) };
}
