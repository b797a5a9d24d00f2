import { announce, byId, make } from './dom.js';
import type { Entry } from './entry.js';
import { describeHeat, isFaint, largestEffect } from './heat.js';
import { milliseconds, points } from './numbers.js';
import type { PictureView } from './picture-view.js';
import type { Answer, Explanation } from './server.js';

/** Why this answer: asks for an explanation, and says what it shows. */
export class ExplainView {
  private readonly panel = byId('why', HTMLElement);
  private readonly ask = byId('why-ask', HTMLButtonElement);
  private readonly label = byId('why-label', HTMLSelectElement);
  private readonly result = byId('why-result', HTMLElement);
  private readonly summary = byId('why-summary', HTMLElement);
  private readonly isShown = byId('why-shown', HTMLInputElement);
  private readonly opacity = byId('why-opacity', HTMLInputElement);
  private readonly numbers = byId('why-numbers', HTMLTableElement);
  private readonly save = byId('why-save', HTMLAnchorElement);
  private readonly failure = byId('why-problem', HTMLElement);
  private entry: Entry | undefined;
  private answer: Answer | undefined;
  private shown: Explanation | undefined;

  /** @param explain asks the server about a label */
  constructor(
    private readonly picture: PictureView,
    private readonly explain: (entry: Entry, label: string) => void,
  ) {
    this.ask.addEventListener('click', () => {
      this.start();
    });
    this.label.addEventListener('change', () => {
      const { explanation, explaining } = this.entry ?? {};
      if (explanation !== undefined || explaining !== undefined) this.start();
    });
    for (const input of [this.isShown, this.opacity]) {
      input.addEventListener('input', () => {
        this.setHeat();
      });
    }
  }

  show(entry: Entry): void {
    const isAnother = this.entry !== entry;
    this.entry = entry;
    const { answer, explanation, explanationProblem: problem, explaining } = entry;
    this.panel.hidden = !answer || answer.predictions.length === 0;
    if (this.answer !== answer) {
      const chosen = isAnother ? (explaining ?? explanation?.label) : this.label.value;
      const names = [...new Set(answer?.predictions.map(({ label }) => label) ?? [])];
      this.label.replaceChildren(...names.map((name) => make('option', {}, name)));
      if (chosen !== undefined && names.includes(chosen)) this.label.value = chosen;
    }
    this.answer = answer;
    // Not disabled, which would take the focus of the keyboard from it; asking twice is asking once.
    this.ask.ariaDisabled = String(explaining !== undefined);
    this.ask.textContent = explaining !== undefined ? 'Covering patch by patch' : 'Why this answer?';
    this.failure.hidden = !problem;
    this.failure.textContent = problem ? `${problem.title}: ${problem.detail}` : '';
    this.result.hidden = !explanation;
    if (explanation && explanation !== this.shown) this.fill(explanation);
    this.shown = explanation;
    this.setHeat();
  }

  private start(): void {
    if (this.entry) this.explain(this.entry, this.label.value);
  }

  private setHeat(): void {
    const hasHeat = this.entry?.explanation !== undefined;
    this.opacity.style.setProperty('--share', String(Number(this.opacity.value) / 100));
    this.picture.setHeat(hasHeat && this.isShown.checked, Number(this.opacity.value) / 100);
  }

  private fill({ label, importance, overlay, latency_ms }: Explanation): void {
    const words = describeHeat(label, importance);
    const most = points(largestEffect(importance)).replace('+', '');
    const how = isFaint(importance)
      ? 'Larger ones may: POST /explain with a grid of 3 or 4.'
      : `Covering that patch changes the confidence by ${most} percentage points.`;
    this.summary.textContent = `${words} ${how} Worked out in ${milliseconds(latency_ms)}.`;
    announce(words);
    this.save.href = `data:image/png;base64,${overlay.png_base64}`;
    const head = importance[0]!.map((_, i) => make('th', { scope: 'col' }, String(i + 1)));
    const corner = make('td', {});
    this.numbers.tHead!.replaceChildren(make('tr', {}, corner, ...head));
    this.numbers.tBodies[0]!.replaceChildren(
      ...importance.map((row, i) =>
        make(
          'tr',
          {},
          make('th', { scope: 'row' }, String(i + 1)),
          ...row.map((value) => make('td', {}, points(value))),
        ),
      ),
    );
    this.numbers.caption!.textContent = `What covering each patch takes from the confidence of ${label}, in percentage points, by rows from the top and columns from the left`;
  }
}
