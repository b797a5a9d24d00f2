import { Camera } from './camera.js';
import { Connection } from './connection.js';
import { byId } from './dom.js';
import { entryOf, release, type Entry } from './entry.js';
import { ExplainView } from './explain-view.js';
import { KeyForm } from './key-form.js';
import { LabelsView } from './labels-view.js';
import { LatenciesView } from './latencies-view.js';
import { showModel } from './model-view.js';
import { listenForPictures } from './picture-input.js';
import { PictureView } from './picture-view.js';
import type { Picture } from './picture.js';
import { ownProblem, type Problem } from './problem.js';
import { ProblemView } from './problem-view.js';
import { Recent } from './recent.js';
import { Refused, Server } from './server.js';
import { SnippetsView } from './snippets-view.js';
import { StagesView } from './stages-view.js';
import { StripView } from './strip-view.js';

const MOST_ENTRIES = 12;
const SERIES = 10;

const BROKEN_OFF = ownProblem(
  'The connection broke twice',
  'The server answers otherwise. Perhaps the picture is far larger than it takes (MAX_BODY_BYTES), or the line too slow.',
);

/** What waits for the server to come back, or for a key. */
const waiting = new Set<() => unknown>();
let current: Entry | undefined;
/** The pictures that were given last, or a look back into the strip: only what is newest moves the page to a picture. */
let turn = 0;
/** Ends when all explanations have that are asked for. */
let explaining = Promise.resolve();

const keys = new KeyForm(resume);
const server = new Server(() => keys.key);
const connection = new Connection(server, () => {
  // It may have come back with another model.
  void describe();
  resume();
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
  again.disabled = entry.isBusy || !entry.answer;
}

function resume(): void {
  const tasks = [...waiting];
  waiting.clear();
  for (const task of tasks) task();
}

/**
 * @param again does it once more, when the server is back or there is a key
 * @param isSecond whether that has been done already: what breaks off again and again is not the server's being gone
 * @returns the problem to be shown; undefined where the server is gone, which the banner says
 */
function failed(error: unknown, again: () => unknown, isSecond: boolean): Problem | undefined {
  if (!(error instanceof Refused)) {
    if (isSecond) return BROKEN_OFF;
    waiting.add(again);
    connection.lost();
    return undefined;
  }
  const { code, detail } = error.problem;
  if (code === 'unauthorized' || code === 'forbidden') {
    waiting.add(again);
    keys.ask(detail);
  }
  return error.problem;
}

/** Whether it is one of the last ones still: what is forgotten is not asked about. */
function isKept(entry: Entry): boolean {
  return entries.items.includes(entry);
}

async function classify(entry: Entry, isSecond = false): Promise<void> {
  if (entry.isBusy || !isKept(entry)) return;
  Object.assign(entry, { isBusy: true, problem: undefined });
  render(entry);
  try {
    entry.answer = await server.classify(entry.picture);
    latencies.add(entry.answer);
  } catch (error) {
    entry.problem = failed(error, () => classify(entry, true), isSecond);
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
    entry.viewProblem = failed(error, () => look(entry, true), isSecond);
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
      entry.explanationProblem = failed(error, () => explain(entry, wish, true), isSecond);
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
    failed(error, describe, false);
  }
}

listenForPictures({
  most: MOST_ENTRIES,
  take: (pictures) => void take(pictures),
  lost: (load) => {
    waiting.add(load);
    connection.lost();
  },
});
new Camera((shot) => void take([shot]));
again.addEventListener('click', () => {
  const entry = current;
  void (async () => {
    for (let i = 0; entry && i < SERIES && !entry.problem && !connection.isLost; i++) await classify(entry);
  })();
});
void describe();
