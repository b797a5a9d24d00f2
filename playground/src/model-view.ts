import { byId, make } from './dom.js';
import { describeModel, inputSize, type Model } from './model-card.js';
import type { Problem } from './problem.js';

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

/** That the server does not tell which model answers, and so not whether it is one. */
export function showNoModel({ title }: Problem): void {
  byId('model', HTMLElement).replaceChildren(make('span', {}, `Which model answers is not known: ${title}`));
}
