import type { Checked } from '../../config/shape.ts';
import type { YamlFile } from '../../config/yaml-file.ts';
import { patternProblem } from '../../notifications/rules/clearing.ts';
import type { NotificationsConfig } from './sections.ts';

/**
 * Finds routes that no sender can use, because none of those who could take them may reach their targets.
 *
 * @param announcers names of the parts of Porter that announce something; a route for one of these needs no sender
 */
export function routesOfNobody(
  { notifications: { routes }, intake }: NotificationsConfig,
  yaml: YamlFile,
  announcers: readonly string[],
): Checked['warnings'] {
  const reached = new Set(Object.values(intake?.senders ?? {}).flatMap(({ to }) => to));
  return routes.flatMap(({ origin, to }, index) =>
    to === undefined || origin === undefined || announcers.includes(origin) || to.some((name) => reached.has(name))
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

/** Finds an address book without a target, with which nothing that comes in reaches anybody. */
export const noTargets = ({ notifications: { targets } }: NotificationsConfig, yaml: YamlFile): Checked['warnings'] =>
  Object.keys(targets).length > 0
    ? []
    : [
        yaml.problem(
          ['notifications', 'targets'],
          'names nobody, so only porter send --to ADDRESS reaches people',
          'add one, such as ops: ["email:ops@example.org"]',
        ),
      ];

/** Finds patterns in `clears` that are none. */
export const brokenClearings = (
  { notifications: { routes } }: NotificationsConfig,
  yaml: YamlFile,
): Checked['problems'] =>
  routes.flatMap(({ clears = {} }, index) =>
    Object.entries(clears)
      .flat()
      .flatMap((pattern) => {
        const sentence = patternProblem(pattern);
        const key = ['notifications', 'routes', String(index), 'clears'];
        return sentence === undefined ? [] : [yaml.problem(key, `holds "${pattern}", which ${sentence}`)];
      }),
  );

/** Finds routes whose `clears` clears nothing, because nothing waits there for its end. */
export function idleClearings(
  { notifications: { routes, targets }, intake }: NotificationsConfig,
  yaml: YamlFile,
): Checked['warnings'] {
  const bySender = Object.values(intake?.senders ?? {}).flatMap(({ to }) => to);
  const collects = (name: string, seen: readonly string[] = []): boolean => {
    const target = seen.includes(name) ? undefined : targets[name];
    return target?.digest !== undefined || (target?.to ?? []).some((inner) => collects(inner, [...seen, name]));
  };
  return routes.flatMap(({ clears, digest, to = bySender }, index) =>
    clears === undefined || typeof digest === 'number' || (digest === undefined && to.some((name) => collects(name)))
      ? []
      : [
          yaml.problem(
            ['notifications', 'routes', String(index), 'clears'],
            'clears nothing, because what takes this route goes out at once',
            'add digest to the route or to one of its targets',
          ),
        ],
  );
}
