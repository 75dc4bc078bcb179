import type { MatrixContent } from '../ports/room-poster.ts';

/** Code points. Even twice (an edit holds its text twice) and at four bytes each they fit into the 65,536 bytes of an event. */
const LONGEST_TEXT = 7_000;

const mapTexts = (value: unknown, change: (text: string, key: string) => string, key = ''): unknown => {
  if (typeof value === 'string') return change(value, key);
  if (Array.isArray(value)) return value.map((item) => mapTexts(item, change, key));
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value).map(([name, item]) => [name.toWellFormed(), mapTexts(item, change, name)]),
  );
};

/** Makes every text well-formed: Synapse answers 500 to a lone UTF-16 surrogate, and the event would be sent again for ever. */
export const wellFormed = (content: MatrixContent): MatrixContent =>
  mapTexts(content, (text) => text.toWellFormed()) as MatrixContent;

/**
 * The same event, short enough for the homeserver: bodies are cut between code points, HTML is left out (cut HTML would be
 * broken HTML). Relations and our own id stay.
 */
export function fitting(content: MatrixContent): MatrixContent {
  const shorter = mapTexts(content, (text, key) => {
    if (key !== 'body') return text;
    const points = [...text];
    return points.length <= LONGEST_TEXT ? text : `${points.slice(0, LONGEST_TEXT).join('')} …`;
  });
  return withoutHtml(shorter) as MatrixContent;
}

const withoutHtml = (value: unknown): unknown => {
  if (Array.isArray(value)) return value.map(withoutHtml);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value)
      .filter(([key]) => key !== 'formatted_body' && key !== 'format')
      .map(([key, item]) => [key, withoutHtml(item)]),
  );
};
