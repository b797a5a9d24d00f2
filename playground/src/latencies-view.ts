import { byId, make } from './dom.js';
import { describeLatencies, histogram } from './histogram.js';
import { roundMilliseconds } from './numbers.js';
import type { Answer } from './server.js';

/** More than that are no picture of the present any more. */
const MOST = 1000;

/** How long the answers of this session took. */
export class LatenciesView {
  private readonly chart = byId('histogram', HTMLElement);
  private readonly least = byId('histogram-least', HTMLElement);
  private readonly most = byId('histogram-most', HTMLElement);
  private readonly words = byId('histogram-words', HTMLElement);
  private readonly answers: Answer[] = [];

  add(answer: Answer): void {
    this.answers.push(answer);
    if (this.answers.length > MOST) this.answers.shift();
    const roundTrips = this.answers.map(({ roundTripMs }) => roundTripMs);
    const bins = histogram(roundTrips);
    const highest = Math.max(...bins.map(({ count }) => count));
    this.chart.replaceChildren(
      ...bins.map(({ count }) => {
        const bar = make('span', {});
        bar.style.setProperty('--share', String(count / highest));
        bar.classList.toggle('is-empty', count === 0);
        return bar;
      }),
    );
    this.least.textContent = roundMilliseconds(bins[0]!.from);
    this.most.textContent = roundMilliseconds(bins.at(-1)!.to);
    this.words.textContent = describeLatencies(
      roundTrips,
      this.answers.map(({ latencyMs }) => latencyMs),
    );
    this.chart.ariaLabel = `Histogram of round trips. ${this.words.textContent}`;
  }
}
