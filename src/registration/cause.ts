import type { EventId } from '../kernel/matrix-id.ts';
import type { AuditEntry } from './ports/application-store.ts';

/*
 * Which event of the team room ordered something stands at the end of its audit row, because that is written in the same
 * transaction: after a kill it is the one thing that tells for certain whether a command was obeyed already.
 */

const mark = (cause: EventId) => ` [${cause}]`;

/** @param cause undefined where nobody ordered it by an event: the text stays as it is */
export const withCause = (detail: string, cause: EventId | undefined): string =>
  cause === undefined ? detail : `${detail}${mark(cause)}`;

/** For people, to whom an event ID says nothing. */
export const withoutCause = (detail: string): string => detail.replace(/ \[\$\S+\]$/u, '');

export const causedBy = ({ detail }: AuditEntry, cause: EventId): boolean => detail.endsWith(mark(cause));
