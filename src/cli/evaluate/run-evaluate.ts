import { classifyFile } from '../classify-file.js';
import { openClassifier } from '../classifier.js';
import { painterFor } from '../colours.js';
import { expectFile } from '../expect-file.js';
import { watchForInterruption } from '../interruption.js';
import { mapInOrder } from '../map-in-order.js';
import { Progress } from '../progress.js';
import { readPicture } from '../read-picture.js';
import { reportBad } from '../report-bad.js';
import { RunTally } from '../run-tally.js';
import { writeOut } from '../standard-output.js';
import { Evaluation } from './evaluation.js';
import { reportAsJson } from './report-json.js';
import { reportAsText } from './report-text.js';
import { reportOf } from './report.js';
import { readTruth, type TruthEntry } from './truth-file.js';

export interface EvaluateOptions {
  truth: string;
  root?: string;
  model?: string;
  threshold: number;
  minAccuracy?: number;
  json?: boolean;
  jobs: number;
}

/**
 * Classifies the pictures of a truth file and reports how right the model is.
 * @returns the exit code
 */
export async function runEvaluate(options: EvaluateOptions): Promise<number> {
  const { threshold, minAccuracy, jobs } = options;
  await expectFile('--truth', options.truth);
  const classifier = await openClassifier(options.model);
  const entries = await readTruth(options.truth, classifier.labels, options.root);
  const { signal, exitCode } = watchForInterruption();

  const evaluation = new Evaluation(threshold);
  const progress = new Progress();
  progress.setTotal(entries.length);
  const tally = new RunTally();
  const classify = async ({ file, truth }: TruthEntry) => ({
    truth,
    outcome: await classifyFile(classifier, file, () => readPicture(file)),
  });
  for await (const { truth, outcome } of mapInOrder(each(entries), classify, { jobs, signal })) {
    const isBad = 'problem' in outcome;
    tally.add(isBad);
    if (isBad) {
      progress.clear();
      reportBad(outcome);
    } else evaluation.add(truth, outcome);
    progress.advance();
  }
  progress.stop();
  if (signal.aborted) {
    // Figures of an arbitrary part would be taken for those of the whole.
    process.stderr.write(`tetrapod: interrupted before the end, so there is no report\n${tally.summary()}`);
    return exitCode();
  }
  await classifier.close();

  if (evaluation.matrix.total === 0) {
    process.stderr.write(
      `tetrapod: no picture could be classified, so there is no report; --root says where relative paths start\n${tally.summary()}`,
    );
    return 1;
  }
  const report = reportOf(evaluation, tally, classifier.labels, { threshold, jobs });
  await writeOut(options.json ? reportAsJson(report) : reportAsText(report, painterFor(process.stdout)));
  const isBelow = minAccuracy !== undefined && report.accuracy < minAccuracy;
  if (isBelow) {
    const { accuracy, correct, pictures } = report;
    process.stderr.write(
      `tetrapod: the accuracy ${accuracy.toFixed(4)} (${correct} of ${pictures}) is below --min-accuracy ${minAccuracy}\n`,
    );
  }
  process.stderr.write(tally.summary());
  return isBelow || tally.bad > 0 ? 1 : 0;
}

async function* each<T>(items: readonly T[]): AsyncGenerator<T, void> {
  // eslint-disable-next-line @typescript-eslint/await-thenable -- for the type alone
  for await (const item of items) yield item;
}
