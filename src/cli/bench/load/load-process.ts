/** A process of its own, so that making the load and reporting on it do not wait for each other. */
import { listen } from '../child/worker.js';
import { AnswerChecker } from './answer-checker.js';
import { runStep } from './run-step.js';
import type { Load, Step } from './step.js';

export type LoadMessage = { kind: 'load'; load: Load } | { kind: 'step'; step: Step };

let load: Load | undefined;
let checker: AnswerChecker | undefined;

listen(async (message: LoadMessage, send) => {
  if (message.kind === 'load') {
    load = message.load;
    checker = new AnswerChecker(load.expected, load.labels);
    return;
  }
  const result = await runStep(load!, checker!, message.step, () => {
    send({ kind: 'measuring' });
  });
  send({ kind: 'result', result });
});
