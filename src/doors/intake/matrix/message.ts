import type { Said } from '../../../notifications/rules/read-said.ts';
import { urgencyOf } from '../../../notifications/rules/urgency-of.ts';

/** What the content of an `m.room.message` says; undefined if it has no text. `m.mentions` and other fields say nothing here. */
export function readMatrixMessage(
  content: Readonly<Record<string, unknown>>,
): Pick<Said, 'title' | 'text' | 'preformatted' | 'link' | 'urgency'> | undefined {
  const { msgtype, body } = content;
  if (typeof body !== 'string') return undefined;
  const urgency = (typeof msgtype === 'string' ? urgencyOf('matrix', msgtype) : undefined) ?? 'normal';
  return { ...(isFile(msgtype) ? { title: '', text: fileText(content, body) } : readText(body)), urgency };
}

/**
 * The content with a plain text in `body`: programs that send HTML alone leave it out. The converter is loaded only then, because it
 * costs a start more than everything else here.
 */
export async function withPlainBody(
  content: Readonly<Record<string, unknown>>,
): Promise<Readonly<Record<string, unknown>>> {
  const { body, formatted_body: html } = content;
  if ((body !== undefined && body !== '') || typeof html !== 'string') return content;
  const { textOfHtml } = await import('../smtp/html-text.ts');
  return { ...content, body: textOfHtml(html) };
}

const isFile = (msgtype: unknown): boolean =>
  ['m.file', 'm.image', 'm.audio', 'm.video'].some((type) => type === msgtype);

/** Files are not kept. If there is a `filename`, a body that differs from it is the caption (version 1.10 of the specification). */
function fileText({ filename }: Readonly<Record<string, unknown>>, body: string): string {
  if (typeof filename !== 'string' || filename === '' || filename === body) return `You received a file: ${body}`;
  return `${body}\nYou received a file: ${filename}`;
}

/**
 * Apprise writes a title as `# Title`, then the text. The router scripts write a heading, a block, and below it a link and since when
 * the message waited. All other text stays as it is.
 */
function readText(body: string): Omit<Said, 'urgency'> {
  const [, title, text] = /^##? ([^\r\n]+)\r?\n(.*)$/s.exec(body) ?? [];
  if (title === undefined || text === undefined) return { title: '', text: body };
  const [, block, below] = /^```\n(.*)\n```(?:\n(.*))?$/s.exec(text) ?? [];
  if (block === undefined) return { title, text };
  const lines = (below ?? '').split('\n');
  const links = lines.map(linkIn);
  const rest = lines.filter((_, at) => links[at] === undefined).join('\n');
  return {
    ...{ title, text: rest === '' ? block : `${block}\n${rest}`, preformatted: true },
    link: links.find((link) => link !== undefined),
  };
}

/** A line that is a link in Markdown, with or without a symbol before it. */
function linkIn(line: string): Said['link'] {
  const [, label, url] = /^[^\w[]{0,4}\[([^\]]*)\]\((https?:\/\/.*)\)$/.exec(line) ?? [];
  return label === undefined || url === undefined ? undefined : { url, label };
}
