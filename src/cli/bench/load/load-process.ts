/** A process of its own, so that making the load and reporting on it do not wait for each other. */
import { listen } from '../child/worker.js';
import { AnswerChecker } from './answer-checker.js';
import { runStep } from './run-step.js';
import type { Load, Step } from './step.js';

export type LoadMessage = { kind: 'load'; load: Load } | { kind: 'step'; step: Step };

/** How often the parent hears how far a level is; rarely, so that what is measured does not feel it. */
const TELL_EVERY_MS = 500;

let load: Load | undefined;
let checker: AnswerChecker | undefined;

listen(async (message: LoadMessage, send) => {
  if (message.kind === 'load') {
    load = message.load;
    checker = new AnswerChecker(load.expected, load.labels);
    return;
  }
  let tellsAt = 0;
  const result = await runStep(
    load!,
    checker!,
    message.step,
    () => {
      send({ kind: 'measuring' });
    },
    (count) => {
      const now = performance.now();
      if (now < tellsAt) return;
      tellsAt = now + TELL_EVERY_MS;
      send({ kind: 'sent', count });
    },
  );
  send({ kind: 'result', result });
});
