import { classifyFile, type Outcome } from '../classify-file.js';
import { openClassifier, type Classifier } from '../classifier.js';
import { painterFor } from '../colours.js';
import { watchForInterruption } from '../interruption.js';
import { mapInOrder } from '../map-in-order.js';
import { printable } from '../printable.js';
import { Progress } from '../progress.js';
import { readPicture, readStream } from '../read-picture.js';
import { reportBad } from '../report-bad.js';
import { RunTally } from '../run-tally.js';
import { writeOut } from '../standard-output.js';
import { tellTerminal } from '../tell-terminal.js';
import { csvRows, jsonLines, table, type ResultFormat } from './formats.js';
import { checkInputs, countPictures, inputPictures, type Inputs } from './inputs.js';
import { PICTURE_EXTENSIONS, type PicturePath } from './picture-paths.js';

export interface ClassifyOptions extends Inputs {
  model?: string;
  threshold: number;
  topK?: number;
  json?: boolean;
  csv?: boolean;
  jobs: number;
}

/**
 * Classifies everything that the options name: results on standard output in the order of the input, all else on
 * standard error.
 *
 * @returns the exit code
 */
export async function runClassify(options: ClassifyOptions): Promise<number> {
  await checkInputs(options);
  const classifier = await openClassifier(options.model);
  // Not before: until here there is nothing to sum up, and a signal may end the process as it does any other.
  const interruption = watchForInterruption();
  const format = formatFor(options, classifier);
  const progress = new Progress();
  // A second walk over the folders, while the first is under way: only where somebody sees the total.
  if (progress.isVisible) void tellTotal(options, progress);

  const tally = new RunTally();
  const outcomes = mapInOrder(inputPictures(options), (picture) => classifyPath(classifier, picture), {
    jobs: options.jobs,
    signal: interruption.signal,
  });
  // A table of nothing needs no head; a CSV file always has one.
  let head = format.head;
  for await (const outcome of outcomes) {
    tally.add('problem' in outcome);
    // The bar may be on the same terminal as the results.
    progress.clear();
    if ('problem' in outcome) reportBad(outcome);
    const row = format.row(outcome);
    if (row !== '') {
      await writeOut(head + row);
      head = '';
    }
    progress.advance();
  }
  progress.stop();
  if (interruption.signal.aborted) {
    process.stderr.write(`tetrapod: interrupted\n${tally.summary()}`);
    return interruption.exitCode();
  }
  if (options.csv) await writeOut(head);
  if (tally.pictures === 0) process.stderr.write(nothingFound(options));
  process.stderr.write(tally.summary());
  await classifier.close();
  return tally.bad > 0 || tally.pictures === 0 ? 1 : 0;
}

function formatFor(
  { json, csv, threshold, topK = Infinity }: ClassifyOptions,
  { labels }: Classifier,
): ResultFormat {
  const selection = { threshold, topK };
  if (json) return jsonLines(selection);
  if (csv) return csvRows(selection);
  return table(selection, labels, painterFor(process.stdout));
}

function classifyPath(classifier: Classifier, { file, isStdin, problem }: PicturePath): Promise<Outcome> {
  if (problem) return Promise.resolve({ file, problem });
  return classifyFile(classifier, file, () => (isStdin ? readStandardInput() : readPicture(file)));
}

function readStandardInput(): Promise<Uint8Array> {
  tellTerminal('a picture');
  return readStream(process.stdin);
}

function nothingFound({ paths, filesFrom }: ClassifyOptions): string {
  const places = filesFrom === undefined ? paths : [...paths, `the list ${filesFrom}`];
  return (
    `tetrapod: nothing found in ${printable(places.join(', '))}; ` +
    `of folders, files with these extensions are taken: ${PICTURE_EXTENSIONS.join(' ')}\n`
  );
}

async function tellTotal(inputs: Inputs, progress: Progress): Promise<void> {
  // What keeps the files from being counted is told of by the walk that classifies them.
  const total = await countPictures(inputs).catch(() => undefined);
  if (total !== undefined) progress.setTotal(total);
}
