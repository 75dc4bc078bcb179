import { lookAt } from '../../channels/matrix/look-at.ts';
import { makeMessageRooms } from '../../homeserver/rooms/message-rooms.ts';
import { badOf, type CheckLine } from '../../kernel/check-line.ts';
import type { Looking, PartSteps } from '../part-checks.ts';
import { notificationSettings } from './config.ts';
import type { NotificationsConfig } from './sections.ts';

/** What `porter check` says of the Matrix rooms among the targets, and of those in which replies appear. Porter starts and works without any of them. */
export function notificationsSteps(config: NotificationsConfig, { homeserver, runtime: { log } }: Looking): PartSteps {
  if (homeserver === undefined) return { groups: [] };
  const { client } = homeserver.needs;
  const rooms = makeMessageRooms({ client, whyNotInvited: async () => undefined, log });
  const entries = [...notificationSettings(config).book.values()].flat();
  const addresses = new Set([
    ...entries.flatMap((entry) => ('channel' in entry && entry.channel === 'matrix' ? [entry.address] : [])),
    ...Object.values(config.notifications.targets).flatMap(({ replies }) => replies ?? []),
  ]);
  return {
    groups: [],
    checks: [
      {
        after: 'display-name',
        async run() {
          const lines: CheckLine[] = [];
          for (const address of addresses) {
            const found = lookAt({ rooms, address }, new AbortController().signal);
            lines.push(...(await found.catch((error: unknown) => [badOf('matrix', error)])));
          }
          return lines;
        },
      },
    ],
  };
}
