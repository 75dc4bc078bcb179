import type { YamlFile } from '../../config/yaml-file.ts';
import type { NotificationsConfig } from './sections.ts';

/** Finds targets whose people cannot be heard as the file says. */
export function checkReplies({ notifications: { targets }, homeserver }: NotificationsConfig, yaml: YamlFile) {
  return Object.entries(targets).flatMap(([name, { replies }]) =>
    replies === undefined || homeserver !== undefined
      ? []
      : [
          yaml.problem(
            ['notifications', 'targets', name, 'replies'],
            'needs homeserver, because each person who writes gets a Matrix user there',
            'add it, or leave replies out',
          ),
        ],
  );
}
