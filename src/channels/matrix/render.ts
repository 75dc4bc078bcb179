import { escapeHtml } from '../../kernel/escape-html.ts';
import type { Delivery } from '../../ports/channel.ts';
import type { MatrixContent } from '../../ports/room-poster.ts';

/** The event of a notification, with the look of the router scripts: heading, block, link. */
export function renderForMatrix({ notification, show, waited }: Delivery): MatrixContent {
  const { title, lines, preformatted, link, urgency, origin, facts } = notification;
  const heading = `${show.symbol && urgency === 'now' ? '🔴 ' : ''}${show.origin && origin !== '' ? `[${origin}] ` : ''}${title}`;
  const text = lines.join('\n');
  const label = link && (link.label ?? link.url.replace(/^https?:\/\//, ''));
  const plain = [
    heading,
    text,
    ...facts.map(([name, value]) => `${name}: ${value}`),
    ...(link ? [`${label}: ${link.url}`] : []),
    waited ?? '',
  ];
  const html = [
    heading === '' ? '' : `<h4>${escapeHtml(heading)}</h4>`,
    text === ''
      ? ''
      : preformatted
        ? `<pre><code>${escapeHtml(text)}</code></pre>`
        : `<p>${lines.map(escapeHtml).join('<br/>')}</p>`,
    facts.length === 0
      ? ''
      : `<p>${facts.map(([name, value]) => `<b>${escapeHtml(name)}</b>: ${escapeHtml(value)}`).join('<br/>')}</p>`,
    link ? `<p><a href="${escapeHtml(link.url)}">${escapeHtml(label ?? '')}</a></p>` : '',
    waited === undefined ? '' : `<p><em>${escapeHtml(waited)}</em></p>`,
  ];
  return {
    msgtype: urgency === 'quiet' ? 'm.notice' : 'm.text',
    body: plain.filter((part) => part !== '').join('\n'),
    format: 'org.matrix.custom.html',
    formatted_body: html.join(''),
    'm.mentions': {},
  };
}
