/** A process of its own, so that a probe is not late because the load is. */
import { listen } from '../child/worker.js';
import type { Target } from '../http/target.js';
import { runProbe } from './run-probe.js';

export type ProbeMessage = { kind: 'start'; target: Target } | { kind: 'stop' };

let controller = new AbortController();

listen(async (message: ProbeMessage, send) => {
  if (message.kind === 'stop') {
    controller.abort();
    return;
  }
  controller = new AbortController();
  send({ kind: 'result', result: await runProbe(message.target, controller.signal) });
});
