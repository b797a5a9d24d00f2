import { copyButton } from './copy.js';
import { byId, make } from './dom.js';
import type { Problem } from './problem.js';

/** A problem in full: what, why, what to do, and what to report. */
export class ProblemView {
  private readonly panel = byId('problem', HTMLElement);
  private shown: Problem | undefined;

  /** @param again asks once more */
  constructor(private readonly again: () => void) {}

  show(problem: Problem | undefined): void {
    if (problem === this.shown) return;
    this.shown = problem;
    const hadFocus = this.panel.contains(document.activeElement);
    this.panel.hidden = !problem;
    // Filled when it is seen already, so that its being an alert is noticed.
    this.panel.replaceChildren(...(problem ? this.contents(problem) : []));
    if (hadFocus) (this.panel.querySelector('button') ?? byId('labels-title', HTMLElement)).focus();
  }

  private contents(problem: Problem): HTMLElement[] {
    const { title, detail, fields, remedy, retryAfter } = problem;
    const again = make('button', { type: 'button', className: 'quiet' }, 'Ask again');
    again.addEventListener('click', this.again);
    const wait = retryAfter === undefined ? [] : [make('p', {}, `Worth asking again in ${retryAfter} s.`)];
    return [
      make('h2', {}, title),
      make('p', { className: 'detail' }, detail),
      ...(fields.length > 0 ? [make('ul', {}, ...fields.map((field) => make('li', {}, field)))] : []),
      ...(remedy === undefined
        ? []
        : [make('p', { className: 'remedy' }, make('strong', {}, 'What to do'), ` ${remedy}`)]),
      ...wait,
      facts(problem),
      make(
        'p',
        { className: 'row' },
        again,
        copyButton('Copy the problem', () => problem.text),
      ),
    ];
  }
}

function facts({ status, code, requestId }: Problem): HTMLElement {
  const known = Object.entries({ Status: status, Code: code, Request: requestId });
  return make(
    'dl',
    {},
    ...known
      .filter(([, value]) => value !== undefined)
      .map(([name, value]) =>
        make('div', {}, make('dt', {}, name), make('dd', {}, make('code', {}, String(value)))),
      ),
  );
}
