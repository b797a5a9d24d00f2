import { byId, make } from './dom.js';
import { describeModel, inputSize, type Model } from './model-card.js';

/** Which model answers, and very plainly where it is none. */
export function showModel(model: Model): void {
  const { name, version, kind } = model;
  const card = byId('model', HTMLElement);
  card.replaceChildren(
    make('strong', {}, name),
    ...[`version ${version}`, kind, ...describeModel(model)].map((piece) => make('span', {}, piece)),
  );
  for (const element of document.querySelectorAll<HTMLElement>('.simulated')) {
    element.hidden = kind !== 'simulated';
  }
  byId('view-size', HTMLElement).textContent = inputSize(model);
}
