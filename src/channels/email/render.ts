import { escapeHtml } from '../../kernel/escape-html.ts';
import type { Letter } from '../../kernel/letter.ts';
import type { Delivery } from '../../ports/channel.ts';

/** A notification as a mail: the title is the subject. */
export function renderForMail({ notification, show, waited }: Delivery): Letter {
  const { title, lines, link, origin, facts, urgency } = notification;
  const heading = `${show.symbol && urgency === 'now' ? '🔴 ' : ''}${show.origin && origin !== '' ? `[${origin}] ` : ''}${title}`;
  const text = [
    lines.join('\n'),
    facts.map(([name, value]) => `${name}: ${value}`).join('\n'),
    link ? `${link.label ?? 'Link'}: ${link.url}` : '',
    waited ?? '',
  ]
    .filter((part) => part !== '')
    .join('\n\n');
  return {
    subject: (heading || (lines[0] ?? '')).slice(0, 200),
    text: `${text}\n`,
    html: `<!doctype html><html><body><pre style="font:inherit;white-space:pre-wrap">${escapeHtml(text)}</pre></body></html>`,
  };
}
