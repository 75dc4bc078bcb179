import { isObject } from '../../kernel/is-object.ts';
import type { Urgency } from '../../kernel/urgency.ts';
import { mostUrgent, urgencyOf } from '../../notifications/rules/urgency-of.ts';

/** A message of Slack, read. */
export interface SlackText {
  readonly title: string;
  readonly text: string;
  readonly link: { readonly url: string; readonly label?: string | undefined } | undefined;
  readonly urgency: Urgency | undefined;
}

type Fields = Readonly<Record<string, unknown>>;

/**
 * Reads a message as incoming webhooks take it: `text`, else `blocks`; then each attachment: its blocks, else its texts, else its
 * `fallback`. The title is that of the first attachment, if the message itself has no text.
 */
export function readSlackText(message: Fields): SlackText {
  const attachments = listOf(message['attachments']);
  const [first = {}] = attachments;
  const own = textIn(message, 'text') || linesOf(listOf(message['blocks'])).join('\n');
  const title = own === '' ? textIn(first, 'title') : '';
  const texts = attachments.map((one) => textOf(one, title));
  return {
    title,
    text: [own, ...texts].filter((text) => text !== '').join('\n'),
    link: attachments.map(linkOf).find((link) => link !== undefined) ?? buttonIn(listOf(message['blocks'])),
    urgency: mostUrgent(
      attachments.flatMap(({ color }) => (typeof color === 'string' ? (urgencyOf('slack', color) ?? []) : [])),
    ),
  };
}

/** @param shown a title that is shown already */
function textOf(attachment: Fields, shown: string): string {
  const blocks = linesOf(listOf(attachment['blocks']));
  if (blocks.length > 0) return blocks.join('\n');
  const fields = listOf(attachment['fields']).map((one) =>
    [textIn(one, 'title'), textIn(one, 'value')].filter((text) => text !== '').join(': '),
  );
  const title = textIn(attachment, 'title');
  const all = [textIn(attachment, 'pretext'), title === shown ? '' : title, textIn(attachment, 'text'), ...fields];
  const said = all.filter((text) => text !== '').join('\n');
  return said !== '' || title !== '' ? said : textIn(attachment, 'fallback');
}

function linkOf(attachment: Fields): SlackText['link'] {
  const { title_link: url } = attachment;
  return typeof url === 'string' && url !== ''
    ? { url }
    : buttonIn([...blocksOf(attachment), ...listOf(attachment['actions'])]);
}

const blocksOf = (attachment: Fields): readonly Fields[] => listOf(attachment['blocks']);

/** The first button that opens an address, in these or in the elements of these. */
function buttonIn(blocks: readonly Fields[]): SlackText['link'] {
  for (const one of blocks.flatMap((block) => [block, ...listOf(block['elements']), ...listOf(block['accessory'])])) {
    const { url } = one;
    if (typeof url === 'string' && url !== '') return { url, label: textIn(one, 'text') || undefined };
  }
  return undefined;
}

/** The texts of header, section (with its fields), context and rich text blocks, one line each. Buttons are links, not text. */
const linesOf = (blocks: readonly Fields[]): readonly string[] =>
  blocks.flatMap((block) => {
    if (block['type'] === 'actions') return [];
    const fields = listOf(block['fields']).map((one) => textIn(one, 'text'));
    const elements =
      block['type'] === 'rich_text' ? [deepText(block)] : listOf(block['elements']).map((one) => textIn(one, 'text'));
    return [textIn(block, 'text'), ...fields, ...elements].filter((text) => text !== '');
  });

/** All texts inside a block of rich text, in order. JSON of the door has at most 32 levels. */
const deepText = (block: Fields): string => textIn(block, 'text') + listOf(block['elements']).map(deepText).join('');

/** A field that is text, or an object with a text (`{"type": "mrkdwn", "text": "…"}`); '' if it is neither. */
function textIn(fields: Fields, name: string): string {
  const value = fields[name];
  const text = isObject(value) ? value['text'] : value;
  return typeof text === 'string' ? unescaped(text).trim() : '';
}

/** A list of objects; one object alone counts as a list of one. */
function listOf(value: unknown): readonly Fields[] {
  if (isObject(value)) return [value];
  return Array.isArray(value) ? value.filter(isObject) : [];
}

/** Slack's own form for links, `<https://…|label>`, and its three escapes (docs.slack.dev, "Formatting message text"). */
const unescaped = (text: string): string =>
  text
    .replace(/<(https?:[^<>|\s]+)\|([^<>]+)>/g, '$2 ($1)')
    .replace(/<(https?:[^<>|\s]+)>/g, '$1')
    .replace(/<!(channel|here|everyone)>/g, '@$1')
    .replaceAll('&lt;', '<')
    .replaceAll('&gt;', '>')
    .replaceAll('&amp;', '&');
