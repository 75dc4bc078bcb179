import type { JobPayload, JobValue } from '../../outbox/job.ts';
import { parseRoomKey } from './room-key.ts';
import type { Reply, Values } from './team-jobs.ts';

/** The reply that a stored job carries; undefined when another version of Porter wrote it. */
export function parseReply(payload: JobPayload): Reply | undefined {
  const { what, key, values, shortId, user, sign } = payload;
  switch (what) {
    case 'sentence': {
      const known = parseRoomKey(key);
      return known === undefined ? undefined : { what, key: known, values: parseValues(values) };
    }
    case 'list':
    case 'help':
      return { what };
    case 'show':
      return typeof shortId === 'number' ? { what, shortId } : undefined;
    case 'practice':
      return typeof user === 'string' && typeof sign === 'string' ? { what, user, sign } : undefined;
    default:
      return undefined;
  }
}

function parseValues(values: JobValue | undefined): Values {
  if (typeof values !== 'object' || values === null) return {};
  const known = Object.entries(values).filter(
    (entry): entry is [string, string | number] => typeof entry[1] === 'string' || typeof entry[1] === 'number',
  );
  return Object.fromEntries(known);
}
