import { Camera } from './camera.js';
import { Connection } from './connection.js';
import { byId } from './dom.js';
import { entryOf, release, type Entry } from './entry.js';
import { ExplainView } from './explain-view.js';
import { Interrupted } from './interrupted.js';
import { KeyForm } from './key-form.js';
import { LabelsView } from './labels-view.js';
import { LatenciesView } from './latencies-view.js';
import { showModel, showNoModel } from './model-view.js';
import { listenForPictures } from './picture-input.js';
import { PictureView } from './picture-view.js';
import type { Picture } from './picture.js';
import { ProblemView } from './problem-view.js';
import { Recent } from './recent.js';
import { Server } from './server.js';
import { SnippetsView } from './snippets-view.js';
import { StagesView } from './stages-view.js';
import { StripView } from './strip-view.js';

const MOST_ENTRIES = 12;
const SERIES = 10;

let current: Entry | undefined;
/** The pictures that were given last, or a look back into the strip: only what is newest moves the page to a picture. */
let turn = 0;
/** Ends when all explanations have that are asked for. */
let explaining = Promise.resolve();

const interrupted = new Interrupted(() => ({ keys, connection }));
const keys = new KeyForm(() => {
  interrupted.resume();
});
const server = new Server(() => keys.key);
const connection = new Connection(server, () => {
  // It may have come back with another model.
  void describe();
  interrupted.resume();
});
const entries = new Recent<Entry>(MOST_ENTRIES, release);
const picture = new PictureView();
const labels = new LabelsView();
const stages = new StagesView();
const snippets = new SnippetsView();
const latencies = new LatenciesView();
const problem = new ProblemView(() => void (current && classify(current)));
const explanation = new ExplainView(picture, (entry, label) => void explain(entry, label));
const strip = new StripView((entry) => {
  turn++;
  show(entry);
});
const again = byId('again', HTMLButtonElement);

function show(entry: Entry): void {
  current = entry;
  render(entry);
}

/** Shows what is known of an entry, where it is the one that is looked at. */
function render(entry: Entry): void {
  strip.show(entries.items, current);
  if (entry !== current) return;
  for (const view of [picture, labels, stages, snippets, explanation]) view.show(entry);
  problem.show(entry.problem);
  // Not disabled while it is at work, which would take the focus of the keyboard from it.
  again.disabled = !entry.answer;
  again.ariaDisabled = String(entry.isBusy);
}

/** Whether it is one of the last ones still: what is forgotten is not asked about. */
function isKept(entry: Entry): boolean {
  return entries.items.includes(entry);
}

async function classify(entry: Entry, isSecond = false): Promise<void> {
  if (entry.isBusy || !isKept(entry)) return;
  // A former problem stays to be seen, and with it the button that has asked again.
  entry.isBusy = true;
  render(entry);
  try {
    entry.answer = await server.classify(entry.picture);
    entry.problem = undefined;
    latencies.add(entry.answer);
  } catch (error) {
    entry.problem = interrupted.failed(error, () => classify(entry, true), isSecond);
  }
  entry.isBusy = false;
  render(entry);
  if (entry.answer && entry.view === undefined) await look(entry);
}

/** Fetches what the model saw; after the answer, so that neither slows the other down. */
async function look(entry: Entry, isSecond = false): Promise<void> {
  entry.viewProblem = undefined;
  try {
    const view = await server.view(entry.picture);
    // Nobody would give the memory of a second one back, nor of one whose picture is forgotten.
    if (isKept(entry)) entry.view ??= URL.createObjectURL(view);
  } catch (error) {
    entry.viewProblem = interrupted.failed(error, () => look(entry, true), isSecond);
  }
  render(entry);
}

/**
 * Explanations are asked for one after the other: most servers work on one at a time, and would refuse the next. Where another
 * label is chosen meanwhile, that one counts.
 */
async function explain(entry: Entry, label: string, isSecond = false): Promise<void> {
  const isUnderWay = entry.explaining !== undefined;
  Object.assign(entry, { explaining: label, explanationProblem: undefined });
  render(entry);
  if (isUnderWay) return;
  explaining = explaining.then(async () => {
    let asked: string | undefined;
    try {
      while (isKept(entry) && asked !== entry.explaining) {
        asked = entry.explaining!;
        entry.explanation = await server.explain(entry.picture, asked);
      }
    } catch (error) {
      const wish = entry.explaining!;
      entry.explanationProblem = interrupted.failed(error, () => explain(entry, wish, true), isSecond);
    }
    entry.explaining = undefined;
    render(entry);
  });
  await explaining;
}

/**
 * One after the other: several at once would wait for each other, and that would be measured. Each is shown as it is asked
 * about, until the visitor gives others or looks at another.
 */
async function take(pictures: readonly Picture[]): Promise<void> {
  const mine = ++turn;
  const taken = pictures.map(entryOf);
  for (const entry of taken) entries.add(entry);
  for (const entry of taken) {
    if (mine === turn) show(entry);
    await classify(entry);
  }
}

async function describe(): Promise<void> {
  try {
    const model = await server.model();
    showModel(model);
    labels.expect(model.labels);
  } catch (error) {
    const refusal = interrupted.failed(error, describe, false);
    if (refusal) showNoModel(refusal);
  }
}

listenForPictures({
  most: MOST_ENTRIES,
  take: (pictures) => void take(pictures),
  lost: (load) => {
    interrupted.lost(load);
  },
});
new Camera((shot) => void take([shot]));
again.addEventListener('click', () => {
  const entry = current;
  void (async () => {
    if (!entry || entry.isBusy) return;
    for (let i = 0; i < SERIES; i++) {
      await classify(entry);
      if (entry.problem || connection.isLost) return;
    }
  })();
});
void describe();
