import { webAddress } from '../../../kernel/own-texts.ts';
import { parseSafeUrl } from '../../../web/safe-url.ts';

/** A plain text of the operator's: an empty line begins a paragraph, line breaks stay, and addresses become links. */
export function OwnText({ text }: { text: string }) {
  return (
    <>
      {text.split(/\n{2,}/).map((paragraph, index) => (
        <p key={index}>
          {paragraph.split('\n').map((line, at) => (
            <>
              {at > 0 && <br />}
              {line.split(webAddress).map(linked)}
            </>
          ))}
        </p>
      ))}
    </>
  );
}

function linked(piece: string, index: number) {
  // `split` with a group puts what was matched at the odd places.
  const url = index % 2 === 1 ? parseSafeUrl(piece) : undefined;
  return url === undefined ? (
    piece
  ) : (
    <a key={index} href={url} rel="noreferrer">
      {piece}
    </a>
  );
}
