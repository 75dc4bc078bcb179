import type { Checked } from '../../config/shape.ts';
import type { YamlFile } from '../../config/yaml-file.ts';
import type { NotificationsConfig } from './sections.ts';

/** The parts of Porter that announce something; a route for one of these needs no sender. */
const ANNOUNCERS = ['registration'];

/** Finds routes that no sender can use, because none of those who could take them may reach their targets. */
export function routesOfNobody(
  { notifications: { routes }, intake }: NotificationsConfig,
  yaml: YamlFile,
): Checked['warnings'] {
  const reached = new Set(Object.values(intake?.senders ?? {}).flatMap(({ to }) => to));
  return routes.flatMap(({ origin, to }, index) =>
    origin === undefined || ANNOUNCERS.includes(origin) || to.some((name) => reached.has(name))
      ? []
      : [
          yaml.problem(
            ['notifications', 'routes', String(index), 'to'],
            'leads to targets that no sender may reach, so nothing takes this route',
            'add one of them to intake.senders.NAME.to',
          ),
        ],
  );
}
