import type { ComponentChildren } from 'preact';

/** A page with a title, a text, and a link onward. */
export function MessagePage(props: {
  title: string;
  text: ComponentChildren;
  onward?: { readonly href: string; readonly text: string };
  children?: ComponentChildren;
}) {
  return (
    <div class="card">
      <h1>{props.title}</h1>
      <p>{props.text}</p>
      {props.children}
      {props.onward && (
        <p class="onward">
          <a href={props.onward.href}>{props.onward.text}</a>
        </p>
      )}
    </div>
  );
}
