/**
 * What a port answers about something that Porter made or was told of and that is not there any more, whoever took it away: an
 * account that was closed, an event or a room that was removed. Never answered because the other side could not be asked: that is a
 * `Fault`.
 */
export type Gone = 'gone';
