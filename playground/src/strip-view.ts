import { byId, make } from './dom.js';
import type { Entry } from './entry.js';
import { describeBest } from './threshold.js';

/** The last pictures, to come back to. */
export class StripView {
  private readonly panel = byId('session', HTMLElement);
  private readonly list = byId('strip', HTMLUListElement);
  private readonly items = new Map<Entry, HTMLLIElement>();

  /** @param restore shows what was answered before */
  constructor(private readonly restore: (entry: Entry) => void) {}

  show(entries: readonly Entry[], current: Entry | undefined): void {
    this.panel.hidden = entries.length === 0;
    for (const entry of this.items.keys()) if (!entries.includes(entry)) this.items.delete(entry);
    const items = entries.map((entry) => this.item(entry));
    if (
      items.some((item, i) => item !== this.list.children[i]) ||
      items.length !== this.list.children.length
    ) {
      this.list.replaceChildren(...items);
    }
    entries.forEach((entry, i) => {
      describe(items[i]!.firstElementChild as HTMLButtonElement, entry, entry === current);
    });
  }

  private item(entry: Entry): HTMLLIElement {
    const known = this.items.get(entry);
    if (known) return known;
    const image = make('img', { src: entry.picture.url, alt: '', width: 88, height: 66 });
    image.addEventListener('error', () => {
      if (entry.view !== undefined && image.src !== entry.view) image.src = entry.view;
      else image.classList.add('is-unknown');
    });
    const button = make('button', { type: 'button' }, image, make('span', {}));
    button.addEventListener('click', () => {
      this.restore(entry);
    });
    const item = make('li', {}, button);
    this.items.set(entry, item);
    return item;
  }
}

function describe(button: HTMLButtonElement, entry: Entry, isCurrent: boolean): void {
  const { answer, problem, picture, view } = entry;
  const words = answer ? describeBest(answer.predictions) : problem ? problem.title : 'Waiting';
  button.lastElementChild!.textContent = words;
  button.classList.toggle('is-problem', problem !== undefined);
  button.ariaLabel = `${picture.name}: ${words}`;
  if (isCurrent) button.setAttribute('aria-current', 'true');
  else button.removeAttribute('aria-current');
  // The view may have come after the picture was found to be one that the browser does not know.
  const image = button.firstElementChild as HTMLImageElement;
  if (view !== undefined && image.classList.contains('is-unknown')) {
    image.classList.remove('is-unknown');
    image.src = view;
  }
}
