import { isObject } from '../../kernel/is-object.ts';
import { type Outcome, ok, refuse } from '../../kernel/outcome.ts';
import type { Urgency } from '../../kernel/urgency.ts';
import { urgencyOf } from '../../notifications/rules/urgency-of.ts';
import type { AskedHead } from '../../web/json-route.ts';
import { decodeWords } from './encoded-words.ts';
import { headerText } from './shown-tokens.ts';

/** Settings of one message, wherever they stood; '' is left out. */
export interface NtfyMessage {
  readonly title: string;
  /** Undefined: the body is the message. */
  readonly message: string | undefined;
  /** 1 to 5; 0 if left out. */
  readonly priority: number;
  readonly urgency: Urgency | undefined;
  readonly tags: readonly string[];
  readonly link: { readonly url: string; readonly label?: string | undefined } | undefined;
  /** The body is a file of this name. */
  readonly filename: string;
  /** Names of settings that mean nothing here. */
  readonly unused: readonly string[];
}

/** Names of a setting as header and in the query, in any case (ntfy documentation, "List of all parameters"). */
const names = {
  message: ['x-message', 'message', 'm'],
  title: ['x-title', 'title', 'ti', 't'],
  priority: ['x-priority', 'priority', 'prio', 'p'],
  tags: ['x-tags', 'tags', 'tag', 'ta'],
  click: ['x-click', 'click'],
  actions: ['x-actions', 'actions', 'action'],
  filename: ['x-filename', 'filename', 'file', 'f'],
  attach: ['x-attach', 'attach', 'a'],
  delay: ['x-delay', 'delay', 'x-at', 'at', 'x-in', 'in'],
  icon: ['x-icon', 'icon'],
  email: ['x-email', 'x-e-mail', 'email', 'e-mail', 'mail', 'e'],
  call: ['x-call', 'call'],
} as const;
type Setting = keyof typeof names;

const idle = ['attach', 'delay', 'icon', 'email', 'call'] as const satisfies readonly Setting[];

export type ReadNtfy = Outcome<NtfyMessage, 'priority' | 'json'>;

/** Reads the settings in headers and query; fields of JSON, if there are any, come before them. Unknown fields are ignored, as ntfy does. */
export function readNtfyMessage(
  asked: Pick<AskedHead, 'headers' | 'query'>,
  json: Readonly<Record<string, unknown>> = {},
): ReadNtfy {
  const query = new Map([...asked.query].map(([name, value]) => [name.toLowerCase(), value]));
  const setting = (name: Setting): string => {
    for (const one of names[name]) {
      const value = decodeWords(headerText(asked, one)) || (query.get(one) ?? '');
      if (value !== '' && !isPriorityOfHttp(one, value)) return value;
    }
    return '';
  };
  /** Undefined if JSON has it and it is no text. */
  const text = (name: Setting): string | undefined => {
    const value = json[name] ?? '';
    return value === '' ? setting(name) : typeof value === 'string' ? value : undefined;
  };
  const [title, message, click, filename] = [text('title'), text('message'), text('click'), text('filename')];
  const tags = tagsOf(json['tags'] ?? setting('tags'));
  if (title === undefined || message === undefined || click === undefined || filename === undefined)
    return refuse('json');
  if (tags === undefined) return refuse('json');
  const said = json['priority'] ?? setting('priority');
  if (typeof said !== 'string' && typeof said !== 'number') return refuse('json');
  const urgency = urgencyOf('ntfy', String(said));
  if (urgency === undefined && said !== '' && said !== 0) return refuse('priority');
  return ok({
    title,
    // In a header a line break can only be written as `\n`.
    message: message === '' ? undefined : json['message'] === undefined ? message.replaceAll('\\n', '\n') : message,
    ...{ urgency, priority: priorityOf(said), tags, filename },
    link: click === '' ? viewOf(json['actions'] ?? setting('actions')) : { url: click },
    unused: idle.filter((name) => (json[name] ?? setting(name)) !== ''),
  });
}

/** RFC 9218 has a header of this name as well: `u=1, i`. */
const isPriorityOfHttp = (name: string, value: string): boolean => name === 'priority' && /^u=\d/.test(value);

const words = ['', 'min', 'low', 'default', 'high', 'max'];

function priorityOf(said: string | number): number {
  const word = String(said).trim().toLowerCase();
  return word === 'urgent' ? 5 : Math.max(words.indexOf(word), Number(word) || 0);
}

function tagsOf(value: unknown): readonly string[] | undefined {
  if (typeof value === 'string')
    return value
      .split(',')
      .map((tag) => tag.trim())
      .filter((tag) => tag !== '');
  if (!Array.isArray(value) || !value.every((tag): tag is string => typeof tag === 'string')) return undefined;
  return value;
}

/** The first button that opens an address: `view, Label, https://…; …`, or a list of objects. */
function viewOf(actions: unknown): NtfyMessage['link'] {
  const list = Array.isArray(actions) ? actions : typeof actions === 'string' ? actionsIn(actions) : [];
  for (const one of list) {
    if (!isObject(one) || one['action'] !== 'view' || typeof one['url'] !== 'string') continue;
    return { url: one['url'], label: typeof one['label'] === 'string' ? one['label'] : undefined };
  }
  return undefined;
}

function actionsIn(text: string): readonly unknown[] {
  if (text.trimStart().startsWith('[')) {
    try {
      const read: unknown = JSON.parse(text);
      return Array.isArray(read) ? read : [];
    } catch {
      return [];
    }
  }
  return text.split(';').map((one) => {
    const [action = '', label = '', url = ''] = one
      .split(',')
      .map((part) => part.trim().replace(/^(?:action|label|url)=/, ''));
    return { action, label, url };
  });
}
