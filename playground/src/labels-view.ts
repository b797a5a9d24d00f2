import { announce, byId, make } from './dom.js';
import type { Entry } from './entry.js';
import { percent } from './numbers.js';
import type { Answer } from './server.js';
import { atLeast, describeBest, describeClosest, describeFilter, type Prediction } from './threshold.js';

const MOST_EXPECTED = 6;

/** The labels as bars, and the threshold, which filters what is there and asks for nothing. */
export class LabelsView {
  private readonly list = byId('labels', HTMLOListElement);
  private readonly note = byId('labels-note', HTMLElement);
  private readonly slider = byId('threshold', HTMLInputElement);
  private readonly output = byId('threshold-output', HTMLOutputElement);
  private predictions: readonly Prediction[] | undefined;
  /** How many labels the model has. */
  private known = 0;
  private told: { entry: Entry; words: string } | undefined;

  constructor() {
    this.slider.addEventListener('input', () => {
      this.filter();
    });
    this.filter();
  }

  show(entry: Entry): void {
    const { answer, isBusy, problem } = entry;
    this.list.ariaBusy = String(isBusy);
    if (this.predictions !== answer?.predictions) {
      this.predictions = answer?.predictions;
      this.list.replaceChildren(...(answer?.predictions ?? []).map(row));
      if (answer) this.tell(entry, answer);
    }
    this.filter();
    if (!answer) {
      this.note.textContent = isBusy ? 'Asking the server' : problem ? 'No answer.' : 'Waiting to be sent.';
    }
  }

  /** Has the answer read out, but not once more where it is the one that was read out last: a series of ten would. */
  private tell(entry: Entry, { predictions }: Answer): void {
    const words = `${describeBest(predictions)}. ${describeFilter(this.threshold, predictions, this.known)}`;
    if (entry !== this.told?.entry || words !== this.told.words) announce(words);
    this.told = { entry, words };
  }

  /** What may be answered, until something is. */
  expect(labels: readonly string[]): void {
    this.known = labels.length;
    this.filter();
    if (this.predictions || labels.length > MOST_EXPECTED) return;
    this.list.replaceChildren(...labels.map((label) => expectedRow(label)));
  }

  private get threshold(): number {
    return Number(this.slider.value) / 100;
  }

  private filter(): void {
    const { threshold, predictions = [] } = this;
    this.output.value = `${this.slider.value}\u00a0%`;
    this.list.style.setProperty('--threshold', String(threshold));
    this.slider.style.setProperty('--share', String(threshold));
    const left = new Set(atLeast(threshold, predictions));
    // For screen readers, which would else read out a number, and nothing of what it does.
    const labels =
      predictions.length === 0 ? '' : `, ${left.size} of ${Math.max(this.known, predictions.length)} labels`;
    this.slider.ariaValueText = this.output.value + labels;
    predictions.forEach((prediction, i) => {
      (this.list.children[i] as HTMLElement).hidden = !left.has(prediction);
    });
    if (predictions.length === 0) return;
    const closest = left.size > 0 ? '' : ` The closest is ${describeClosest(threshold, predictions)}.`;
    this.note.textContent = describeFilter(threshold, predictions, this.known) + closest;
  }
}

/** Not for screen readers, which are told of the labels beside the name of the model. */
function expectedRow(label: string): HTMLLIElement {
  const expected = row({ label, confidence: 0 });
  expected.lastElementChild!.previousElementSibling!.textContent = '';
  return Object.assign(expected, { className: 'is-expected', ariaHidden: 'true' });
}

function row({ label, confidence }: Prediction): HTMLLIElement {
  const fill = make('span', { className: 'fill' });
  fill.style.setProperty('--share', String(confidence));
  return make(
    'li',
    {},
    make('span', { className: 'name' }, label),
    make('span', { className: 'value' }, percent(confidence)),
    make('span', { className: 'bar', ariaHidden: 'true' }, fill),
  );
}
