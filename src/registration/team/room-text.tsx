import type { ComponentChildren } from 'preact';
import { renderToStaticMarkup } from 'preact-render-to-string';

/** A piece of a line. `code` is for what people copy, because clients make no links in it. */
export type Run = string | { readonly text: string; readonly as: 'b' | 'code' };
export type Line = readonly Run[];

export type Block =
  | { readonly kind: 'heading'; readonly line: Line }
  | { readonly kind: 'lines'; readonly lines: readonly Line[] }
  | { readonly kind: 'list'; readonly items: readonly Line[] }
  /** A stranger's words, possibly of several lines. Every line is marked, so that none can pass for Porter's own. */
  | { readonly kind: 'quote'; readonly text: string };

export interface RoomText {
  readonly body: string;
  readonly formatted_body: string;
}

/** The same words as plain text and as HTML of the tags that every client knows. Everything in `blocks` is text, never markup. */
export const roomText = (blocks: readonly Block[]): RoomText => ({
  body: blocks.map(plain).join('\n\n'),
  formatted_body: blocks.map((block) => renderToStaticMarkup(<Html block={block} />)).join(''),
});

/** One paragraph. */
export const roomSentence = (text: string): RoomText => roomText([{ kind: 'lines', lines: [[text]] }]);

const plainLine = (line: Line): string => line.map((run) => (typeof run === 'string' ? run : run.text)).join('');

function plain(block: Block): string {
  switch (block.kind) {
    case 'heading':
      return plainLine(block.line);
    case 'lines':
      return block.lines.map(plainLine).join('\n');
    case 'list':
      return block.items.map((item) => `- ${plainLine(item)}`).join('\n');
    case 'quote':
      return block.text
        .split('\n')
        .map((line) => `> ${line}`)
        .join('\n');
  }
}

const Runs = ({ line }: { line: Line }) => (
  <>
    {line.map((run) => {
      if (typeof run === 'string') return run;
      return run.as === 'b' ? <b>{run.text}</b> : <code>{run.text}</code>;
    })}
  </>
);

const broken = (lines: readonly ComponentChildren[]): ComponentChildren =>
  lines.map((line, at) => (at === 0 ? line : [<br />, line]));

function Html({ block }: { block: Block }) {
  switch (block.kind) {
    case 'heading':
      return (
        <h3>
          <Runs line={block.line} />
        </h3>
      );
    case 'lines':
      return <p>{broken(block.lines.map((line) => <Runs line={line} />))}</p>;
    case 'list':
      return (
        <ul>
          {block.items.map((item) => (
            <li>
              <Runs line={item} />
            </li>
          ))}
        </ul>
      );
    case 'quote':
      return <blockquote>{broken(block.text.split('\n'))}</blockquote>;
  }
}
