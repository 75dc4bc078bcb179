import { isIP } from 'node:net';
import type { Problem } from './problem.ts';
import type { BelongsTogether, ConfigShape, Listening, PartShape } from './shape.ts';
import type { YamlFile } from './yaml-file.ts';

/** Is this section in the file? */
type Present = (section: string) => boolean;

/**
 * Finds sections that another one needs and that are missing, sections that no configured part reads, and a file that gives
 * Porter nothing to do.
 *
 * @param data the file's content, with old names replaced
 */
export function checkSections(
  { parts, belongsTogether }: Pick<ConfigShape, 'parts' | 'belongsTogether'>,
  yaml: YamlFile,
  data: object,
): readonly Problem[] {
  const present: Present = (section) => Object.hasOwn(data, section);
  const configured = parts.filter(({ section }) => present(section));
  return [
    ...missing(belongsTogether, present, yaml),
    ...(configured.length === 0 ? [nothingToDo(parts, yaml)] : unread(parts, configured, present, yaml)),
  ];
}

function missing(together: readonly BelongsTogether[], present: Present, yaml: YamlFile): readonly Problem[] {
  const said = new Set<string>();
  return together.flatMap(({ section, needs, sentence, remedy }) => {
    if (!present(section) || present(needs) || said.has(needs)) return [];
    said.add(needs);
    // The section is not in the file, so the line is that of the section which needs it.
    return [{ ...yaml.problem([section], sentence, remedy, 'key'), key: needs }];
  });
}

function nothingToDo(parts: readonly PartShape[], yaml: YamlFile): Problem {
  const names = parts.map(({ section }) => section).join(' or ');
  return yaml.problem([], 'gives Porter nothing to do', `add the section ${names}`);
}

/** Finds sections that only left-out parts would read. That is most likely a mistake. */
function unread(
  parts: readonly PartShape[],
  configured: readonly PartShape[],
  present: Present,
  yaml: YamlFile,
): readonly Problem[] {
  const wanted = new Map<string, string>();
  for (const { section: own, reads } of parts) {
    for (const section of reads) {
      const names = wanted.get(section);
      wanted.set(section, names === undefined ? own : `${names} or ${own}`);
    }
  }
  const read = new Set(configured.flatMap(({ section, reads }) => [section, ...reads]));
  return [...wanted].flatMap(([section, by]) =>
    present(section) && !read.has(section)
      ? [yaml.problem([section], `is of no use without ${by}`, `add ${by}, or leave ${section} out`, 'key')]
      : [],
  );
}

/** Finds two listeners that cannot both have their port: the same address, or one of them on all addresses. */
export function checkListenAddresses(listening: readonly Listening[], yaml: YamlFile): readonly Problem[] {
  return listening.flatMap(({ key, at }, index) => {
    const same = listening
      .slice(0, index)
      .find((other) => at.port !== 0 && other.at.port === at.port && overlap(other.at.host, at.host));
    if (same === undefined) return [];
    const how = same.at.host === at.host ? 'is the same as' : 'has the port of';
    return [yaml.problem(key, `${how} ${same.key.join('.')}`, 'give each its own port')];
  });
}

/** All addresses of this machine. `::` takes those of IPv4 as well (Linux, bindv6only=0). */
const everywhere: ReadonlySet<string> = new Set(['0.0.0.0', '::']);

/** `localhost` may be any of the loopback addresses. */
const sameHost = (host: string): string => (host === 'localhost' ? '127.0.0.1' : host);

function overlap(one: string, other: string): boolean {
  if (sameHost(one) === sameHost(other)) return true;
  // An address of IPv6 alone leaves those of IPv4 free.
  const [wide, narrow] = everywhere.has(one) ? [one, other] : [other, one];
  return wide === '::' || (wide === '0.0.0.0' && (narrow === '::' || isIP(narrow) !== 6));
}
