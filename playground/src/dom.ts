/**
 * An element of index.html.
 * @throws Error where there is none of this id and type: then the two do not belong together
 */
export function byId<T extends HTMLElement>(id: string, type: new () => T): T {
  const found = document.getElementById(id);
  if (!(found instanceof type)) throw new Error(`expected a ${type.name} with the id ${id}`);
  return found;
}

/** Makes an element; texts become text, never markup. */
export function make<K extends keyof HTMLElementTagNameMap>(
  tag: K,
  properties: Partial<Omit<HTMLElementTagNameMap[K], 'style'>> = {},
  ...children: (Node | string)[]
): HTMLElementTagNameMap[K] {
  const element = Object.assign(document.createElement(tag), properties);
  element.append(...children);
  return element;
}

/** Goes on with another element where the one that is about to vanish, or a part of it, has the focus of the keyboard. */
export function handFocus(from: HTMLElement, to: HTMLElement): void {
  if (from.contains(document.activeElement)) to.focus();
}

/** Has a screen reader say something, politely. The same words are said again, too. */
export function announce(words: string): void {
  const announcer = byId('announcer', HTMLElement);
  announcer.replaceChildren(make('p', {}, words));
}
