import { hasLogin, parseHttpUrl } from '../../kernel/http-url.ts';
import { isObject } from '../../kernel/is-object.ts';
import { type Outcome, ok, refuse } from '../../kernel/outcome.ts';
import { inertText, plainText } from '../../kernel/plain-text.ts';
import { type Urgency, urgencies } from '../../kernel/urgency.ts';
import type { Notification } from '../../ports/channel.ts';

/** A notification as a sender hands it in, cleaned. */
export interface Order {
  /** What it says, except what the sender may leave to Porter. */
  readonly notification: Omit<Notification, 'urgency' | 'origin'>;
  /** Undefined: the sender said nothing. */
  readonly urgency: Urgency | undefined;
  readonly origin: string | undefined;
  /** Names of targets; undefined: wherever the routes and the sender's own targets say. */
  readonly to: readonly string[] | undefined;
}

/** Longest parts of a notification, in code points; channels cut further, by what they can carry. */
export const LONGEST = { title: 500, text: 100_000, label: 200, url: 2_000, origin: 100, fact: 500 } as const;
const MOST_FACTS = 50;
const MOST_TARGETS = 50;

/** Fields of an order as JSON has them. Each name of the router scripts stands beside ours; both at once are refused. */
const twins = [
  ['title', 'subject'],
  ['lines', 'message'],
] as const;
const known = new Set([...twins.flat(), 'preformatted', 'link', 'urgency', 'silent', 'origin', 'to', 'facts']);

/** Fields that other programs send and that mean nothing here. They are taken, and named in the response. */
const idle = new Set(['chatid', 'threadid', 'replyto', 'attach', 'attachments', 'remove-attach']);

/** A detail continues after the name of the notification: `title must be text`. */
export type ReadOrder = Outcome<{ readonly order: Order; readonly unused: readonly string[] }, 'order', string>;

/**
 * Reads a notification as `POST /v1/notifications` takes it (docs/operate/notifications.md). Text is made inert by `plainText`; what
 * is longer than a channel can carry is cut there, what is longer than the caps here is refused.
 */
export function readOrder(value: unknown): ReadOrder {
  if (!isObject(value)) return bad('must be an object');
  const fields = new Map(Object.entries(value).filter(([, one]) => one !== null && one !== undefined));
  for (const [ours, theirs] of twins) {
    if (fields.has(ours) && fields.has(theirs)) return bad(`has both ${ours} and ${theirs}, which are the same`);
  }
  if (fields.has('urgency') && fields.has('silent')) return bad('has both urgency and silent');
  const strange = [...fields.keys()].find((name) => !known.has(name) && !idle.has(name));
  if (strange !== undefined) return bad(`has a field that is not known: ${plainText(strange, 60)}`);

  const title = readLine(fields.get('title') ?? fields.get('subject') ?? '', 'title', LONGEST.title);
  const preformatted = fields.get('preformatted') ?? false;
  const lines = readLines(fields.get('lines') ?? fields.get('message') ?? [], preformatted === true);
  const link = readLink(fields.get('link'));
  const facts = readFacts(fields.get('facts') ?? {});
  const origin = readLine(fields.get('origin') ?? '', 'origin', LONGEST.origin);
  const urgency = readUrgency(fields.get('urgency'), fields.get('silent'));
  const to = readTargets(fields.get('to'));
  for (const read of [title, lines, link, facts, origin, urgency, to]) if (!read.ok) return read;
  if (typeof preformatted !== 'boolean') return bad('preformatted must be true or false');
  if (!title.ok || !lines.ok || !link.ok || !facts.ok || !origin.ok || !urgency.ok || !to.ok) return bad('is broken');
  if (title.value === '' && lines.value.length === 0) return bad('says nothing: it needs a title or lines');
  return ok({
    order: {
      notification: { title: title.value, lines: lines.value, preformatted, link: link.value, facts: facts.value },
      urgency: urgency.value,
      origin: origin.value === '' ? undefined : origin.value,
      to: to.value,
    },
    unused: [...fields.keys()].filter((name) => idle.has(name)),
  });
}

const bad = (detail: string) => refuse('order', detail);

type Part<Value> = Outcome<Value, 'order', string>;

function readLine(value: unknown, name: string, longest: number): Part<string> {
  if (typeof value !== 'string') return bad(`${name} must be text`);
  if ([...value].length > longest) return bad(`${name} must have at most ${longest} characters`);
  return ok(plainText(value, longest));
}

/** @param preformatted leaves every blank within the lines where it is */
function readLines(value: unknown, preformatted: boolean): Part<readonly string[]> {
  const list = typeof value === 'string' ? [value] : value;
  if (!Array.isArray(list) || !list.every((line): line is string => typeof line === 'string')) {
    return bad('lines must be text or a list of texts');
  }
  const text = list.join('\n');
  if (text.length > LONGEST.text) return bad(`lines must have at most ${LONGEST.text} characters together`);
  const clean = plainText(text, LONGEST.text, true);
  if (clean === '') return ok([]);
  return ok((preformatted ? blockOf(text) : clean).split('\n'));
}

/** Made inert, without empty lines at its beginning and end. */
const blockOf = (text: string): string =>
  inertText(text)
    .replace(/^(?:[ \t]*\n)+/, '')
    .trimEnd();

function readLink(value: unknown): Part<Notification['link']> {
  if (value === undefined || value === '') return ok(undefined);
  const { url, label } =
    typeof value === 'string' ? { url: value, label: undefined } : (value as { url?: unknown; label?: unknown });
  const parsed = typeof url === 'string' && url.length <= LONGEST.url ? parseHttpUrl(url) : undefined;
  if (parsed === undefined || hasLogin(parsed)) {
    return bad('link must be an address that begins with http:// or https://, without a user name, or { url, label }');
  }
  if (label === undefined) return ok({ url: parsed.href, label: undefined });
  const read = readLine(label, 'label of the link', LONGEST.label);
  return read.ok ? ok({ url: parsed.href, label: isHonest(read.value, parsed) ? read.value : undefined }) : read;
}

function readFacts(value: unknown): Part<Notification['facts']> {
  if (!isObject(value)) return bad('facts must be an object of texts');
  const facts = Object.entries(value);
  if (facts.length > MOST_FACTS) return bad(`facts must be at most ${MOST_FACTS}`);
  const read: [string, string][] = [];
  for (const [name, text] of facts) {
    if (!['string', 'number', 'boolean'].includes(typeof text)) return bad('facts must be an object of texts');
    if ([...name, ...String(text)].length > LONGEST.fact) {
      return bad(`a fact must have at most ${LONGEST.fact} characters, with its name`);
    }
    read.push([plainText(name, LONGEST.fact), plainText(String(text), LONGEST.fact)]);
  }
  return ok(read);
}

function readUrgency(value: unknown, silent: unknown): Part<Urgency | undefined> {
  if (silent !== undefined) {
    if (typeof silent !== 'boolean') return bad('silent must be true or false');
    return ok(silent ? 'quiet' : undefined);
  }
  if (value === undefined) return ok(undefined);
  const found = urgencies.find((urgency) => urgency === value);
  return found === undefined ? bad(`urgency must be one of ${urgencies.join(', ')}`) : ok(found);
}

function readTargets(value: unknown): Part<readonly string[] | undefined> {
  if (value === undefined) return ok(undefined);
  const list = typeof value === 'string' ? [value] : value;
  if (!Array.isArray(list) || !list.every((name): name is string => typeof name === 'string')) {
    return bad('to must be the name of a target or a list of names');
  }
  if (list.length === 0 || list.length > MOST_TARGETS) return bad(`to must name 1 to ${MOST_TARGETS} targets`);
  return ok([...new Set(list)]);
}

/** A host as people write it, with or without what stands around it in an address. */
const named = /^(?:[a-z][a-z0-9+.-]*:\/*)?(?:www\.)?([\p{L}\p{N}-]+(?:\.[\p{L}\p{N}-]+)+)\.?(?:[/:?#].*)?$/iu;

/** False for a label that shows nothing, or looks like an address that is not the link's: the address itself is shown in its place. */
function isHonest(label: string, { hostname }: URL): boolean {
  const [, host] = named.exec(label.trim()) ?? [];
  return label !== '' && (host === undefined || host.toLowerCase() === hostname.replace(/^www\./, ''));
}
