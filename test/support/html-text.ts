const entities: Readonly<Record<string, string>> = {
  '&amp;': '&',
  '&lt;': '<',
  '&gt;': '>',
  '&quot;': '"',
  '&#39;': "'",
};

/** The words of simple HTML: blocks and `<br>` end a line, tags go, entities become characters. */
export const textOfHtml = (html: string): string =>
  html
    .replace(/<br ?\/?>|<\/(?:p|h3|li|ul|blockquote)>/gu, '\n')
    .replace(/<[^>]*>/gu, '')
    .replace(/&(?:amp|lt|gt|quot|#39);/gu, (entity) => entities[entity] ?? entity);
