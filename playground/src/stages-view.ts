import { byId, make } from './dom.js';
import type { Entry } from './entry.js';
import { milliseconds } from './numbers.js';
import { segmentsOf, type Segment } from './stages.js';

/** Where the time of the last answer went: a stacked bar, and the same as a list. */
export class StagesView {
  private readonly panel = byId('stages', HTMLElement);
  private readonly bar = byId('stages-bar', HTMLElement);
  private readonly legend = byId('stages-legend', HTMLElement);
  private readonly total = byId('stages-total', HTMLElement);

  show({ answer }: Entry): void {
    this.panel.hidden = !answer;
    if (!answer) return;
    const segments = segmentsOf(answer.timings, answer.roundTripMs);
    this.bar.replaceChildren(...segments.map(part));
    this.legend.replaceChildren(...segments.map(legendRow));
    this.total.textContent = `${milliseconds(answer.roundTripMs)} there and back, ${milliseconds(answer.latencyMs)} of it in the server`;
  }
}

function part({ name, share }: Segment): HTMLElement {
  const span = make('span', { className: `part stage-${name}` });
  span.style.flexGrow = String(share);
  return span;
}

function legendRow({ name, ms, explanation }: Segment): HTMLElement {
  return make(
    'li',
    {},
    make('span', { className: `swatch stage-${name}`, ariaHidden: 'true' }),
    make('span', { className: 'name' }, `${name} `, make('small', {}, explanation)),
    make('span', { className: 'value' }, milliseconds(ms)),
  );
}
