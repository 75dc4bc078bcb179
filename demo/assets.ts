import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';

/** The look of the demo page. Porter's own pages need neither this nor any script. */
const style = `
.columns { display: grid; grid-template: "form mail room" auto "elsewhere mail room" auto "behind mail room" 1fr / minmax(0, 1fr) minmax(0, 1.2fr) minmax(0, 1.5fr); gap: 0 2rem; align-items: start; }
.form { grid-area: form; } .mail { grid-area: mail; } .room { grid-area: room; } .behind { grid-area: behind; } .elsewhere { grid-area: elsewhere; }
@media (max-width: 900px) { .columns { grid-template: "form" "mail" "room" "elsewhere" "behind" / minmax(0, 1fr); } }
section { margin-bottom: 1rem; }
main { overflow-wrap: break-word; }
code { white-space: normal; padding: 0.1rem 0.3rem; }
.id > span { white-space: nowrap; }
.people, .people li { padding: 0; list-style: none; }
.people li { margin-bottom: 1rem; }
.mark { width: 1em; height: 1em; vertical-align: -0.1em; }
.dot { display: inline-block; width: 0.8em; height: 0.8em; border-radius: 50%; background: #ef6c00; }
.dot.open { background: #2e7d32; }
pre { white-space: pre-wrap; overflow-wrap: anywhere; padding: 0.75rem; font-size: 0.85em; margin-bottom: 0.5rem; }
.said { font-family: inherit; font-size: 0.95em; color: inherit; }
.say { display: flex; gap: 0.5rem; margin-bottom: 1rem; }
.say input, .say button { margin: 0; min-width: 0; }
.say button { flex: none; width: auto; white-space: nowrap; }
article { margin-bottom: 1rem; padding: 1rem; }
.apply { display: inline-block; padding: 0.75rem 1.25rem; border-radius: 0.25rem; background: var(--pico-primary-background); color: var(--pico-primary-inverse); }
.code { font-size: 1.6em; font-weight: bold; letter-spacing: 0.1em; margin: 0.5rem 0; }
.votes { display: flex; flex-wrap: wrap; gap: 0.5rem; margin: 0; }
.votes button { margin: 0; padding: 0.3rem 0.8rem; width: auto; }
blockquote { margin: 0.5rem 0 0 0.5rem; padding: 0.25rem 0.75rem; }
`;

/** Reloads the page's content every 1.5 seconds and replaces it if it changed, unless somebody is typing or has a fold open. */
const refresh = `
setInterval(async () => {
  if (document.hidden || document.querySelector('details[open]') || document.activeElement?.name === 'text') return;
  try {
    const text = await (await fetch(location.href)).text();
    const next = new DOMParser().parseFromString(text, 'text/html').querySelector('main');
    const now = document.querySelector('main');
    if (next && next.innerHTML !== now.innerHTML) now.replaceWith(next);
  } catch {}
}, 1500);
`;

export interface Asset {
  readonly type: string;
  readonly text: string;
}

/** The assets by path. */
export async function readAssets(): Promise<ReadonlyMap<string, Asset>> {
  const pico = createRequire(import.meta.url).resolve('@picocss/pico/css/pico.min.css');
  return new Map([
    ['/pico.css', { type: 'text/css; charset=utf-8', text: await readFile(pico, 'utf8') }],
    ['/demo.css', { type: 'text/css; charset=utf-8', text: style }],
    ['/refresh.js', { type: 'text/javascript; charset=utf-8', text: refresh }],
  ]);
}
