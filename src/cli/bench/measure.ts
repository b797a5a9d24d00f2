import { Child } from './child/child.js';
import type { LoadMessage } from './load/load-process.js';
import type { Load, Step, StepResult } from './load/step.js';
import type { ProbeMessage } from './probe/probe-process.js';
import type { ProbeResult } from './probe/run-probe.js';
import { rowOf, type Row } from './report/row.js';
import type { ServerMeter } from './server/server-meter.js';

type LoadAnswer =
  { kind: 'measuring' } | { kind: 'sent'; count: number } | { kind: 'result'; result: StepResult };
interface ProbeAnswer {
  kind: 'result';
  result: ProbeResult;
}

/** The two processes that ask the server, and the meter that watches it. */
export class Measurement {
  private readonly client = new Child(new URL('./load/load-process.js', import.meta.url));
  private readonly prober = new Child(new URL('./probe/probe-process.js', import.meta.url));
  /** Requests sent in the levels that are over. */
  sent = 0;
  /** Requests sent in the level that is under way, as of half a second ago. */
  sentInLevel = 0;

  constructor(
    private readonly load: Load,
    private readonly meter: ServerMeter | undefined,
  ) {
    this.client.tell({ kind: 'load', load } satisfies LoadMessage);
  }

  /** One level of load, probed and metered from the end of its warm-up. */
  async run(step: Step): Promise<Row> {
    let probed: Promise<ProbeAnswer> | undefined;
    this.sentInLevel = 0;
    const hear = (answer: LoadAnswer) => {
      if (answer.kind === 'sent') this.sentInLevel = answer.count;
      if (answer.kind === 'measuring') begin();
    };
    const begin = () => {
      this.meter?.start();
      const message: ProbeMessage = { kind: 'start', target: this.load.target };
      probed = this.prober.ask<ProbeAnswer, 'result'>(message, 'result');
      // It is waited for below, unless the load fails first.
      probed.catch(() => undefined);
    };
    const { result } = await this.client.ask<LoadAnswer, 'result'>(
      { kind: 'step', step } satisfies LoadMessage,
      'result',
      hear,
    );
    const usage = this.meter?.stop();
    this.prober.tell({ kind: 'stop' } satisfies ProbeMessage);
    const { result: probe } = await probed!;
    this.sent += result.sent;
    return rowOf(step.connections, result, probe, usage);
  }

  end(): void {
    this.client.end();
    this.prober.end();
    this.meter?.stop();
  }
}
