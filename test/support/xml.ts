/** As much of XML as XMPP allows: elements, attributes, text; no comments, no CDATA, no instructions (RFC 6120, section 11.1). */
export interface XmlElement {
  /** With its prefix, e.g. `stream:features`. */
  readonly name: string;
  readonly attributes: Readonly<Record<string, string>>;
  readonly children: readonly XmlElement[];
  /** Its own text, without that of its children. */
  readonly text: string;
}

const TOKEN = /<(\/?)([^\s/>]+)((?:\s+[^\s=>]+\s*=\s*(?:"[^"]*"|'[^']*'))*)\s*(\/?)>|([^<]+)/gy;
const ATTRIBUTE = /([^\s=]+)\s*=\s*(?:"([^"]*)"|'([^']*)')/g;
const ENTITIES: Readonly<Record<string, string>> = { lt: '<', gt: '>', amp: '&', quot: '"', apos: "'" };

const unescapeXml = (text: string): string =>
  text.replaceAll(/&(?:#x([0-9a-f]+)|#(\d+)|(\w+));/gi, (whole, hex?: string, decimal?: string, name?: string) => {
    if (name !== undefined) return ENTITIES[name] ?? whole;
    return String.fromCodePoint(hex === undefined ? Number(decimal) : Number.parseInt(hex, 16));
  });

export const escapeXml = (text: string): string => text.replaceAll(/[<>&"']/g, (sign) => `&#${sign.charCodeAt(0)};`);

/** One whole element, as a frame of RFC 7395 carries it. Throws when it is anything else. */
export function parseXml(text: string): XmlElement {
  interface Open {
    readonly name: string;
    readonly attributes: Record<string, string>;
    readonly children: XmlElement[];
    text: string;
  }
  const root: Open = { name: '', attributes: {}, children: [], text: '' };
  const open: Open[] = [root];
  let read = 0;
  for (const [whole, closes, name = '', attributes = '', empty, words] of text.matchAll(TOKEN)) {
    read += whole.length;
    const inner = open.at(-1) ?? root;
    if (words !== undefined) inner.text += unescapeXml(words);
    else if (closes) {
      if (open.length === 1 || inner.name !== name) throw new Error(`no <${name}> to close in: ${text}`);
      open.pop();
    } else {
      const pairs = [...attributes.matchAll(ATTRIBUTE)].map(([, key, a, b]) => [key, unescapeXml(a ?? b ?? '')]);
      const element: Open = { name, attributes: Object.fromEntries(pairs), children: [], text: '' };
      inner.children.push(element);
      if (!empty) open.push(element);
    }
  }
  const [element, ...more] = root.children;
  const outside = more.length > 0 || root.text.trim() !== '';
  if (read !== text.length || open.length !== 1 || outside || element === undefined)
    throw new Error(`not one element: ${text}`);
  return element;
}

/** The first element of that path of names below. */
export function find(element: XmlElement, ...names: readonly string[]): XmlElement | undefined {
  return names.reduce<XmlElement | undefined>(
    (inner, name) => inner?.children.find((child) => child.name === name),
    element,
  );
}
