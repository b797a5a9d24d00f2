import { parseInferenceUrl } from '../../src/config/inference-url.js';
import { CircuitBreaker } from '../../src/remote/circuit-breaker.js';
import type { Finding } from '../../src/remote/finding.js';
import { UpstreamFault } from '../../src/remote/upstream-fault.js';
import { UpstreamProbe } from '../../src/remote/upstream-probe.js';
import { UpstreamWatch } from '../../src/remote/upstream-watch.js';

export const SERVER = { name: 'other', extensions: ['binary_tensor_data'] };
export const MODEL = {
  name: 'm',
  versions: ['3'],
  inputs: [{ name: 'image', datatype: 'FP32', shape: [-1, 3, 8, 8] }],
  outputs: [{ name: 'scores', datatype: 'FP32', shape: [-1, 4] }],
};
export const READY = '/v2/models/m/ready';

export const down = new UpstreamFault('connection', 'but the connection failed (ECONNREFUSED)', {
  cause: Object.assign(new Error('refused'), { code: 'ECONNREFUSED' }),
});
export const late = new UpstreamFault('timeout', 'received no whole answer within 2000 ms');
export const status = (code: number) =>
  new UpstreamFault('refused', `received the status ${code}`, { status: code });

/** A watch over an upstream of four classes that a test plays, by a clock that stands still. */
export class WatchedUpstream {
  now = 0;
  /** The paths since the last look began. */
  asked: string[] = [];
  /** What each path is answered with: an object, text, or a fault. */
  readonly answers: Record<string, object | string> = {
    '/v2': SERVER,
    '/v2/models/m': MODEL,
    [READY]: {},
  };
  readonly told: Finding[] = [];
  silences = 0;
  /** Called while a probe is under way. */
  meanwhile: () => void = () => undefined;
  readonly breaker = new CircuitBreaker({ now: () => this.now, random: () => 0.5 });
  readonly watch = new UpstreamWatch(
    new UpstreamProbe(
      {
        send: ({ path }) => {
          this.asked.push(path);
          this.meanwhile();
          const answer = this.answers[path]!;
          if (answer instanceof Error) return Promise.reject(answer);
          const text = typeof answer === 'string' ? answer : JSON.stringify(answer);
          return Promise.resolve({ status: 200, headers: {}, body: Buffer.from(text) });
        },
      },
      parseInferenceUrl('http://other:8000/v2/models/m')!,
      () => ({ size: { width: 8, height: 8 }, hasPlainSamples: false, classes: 4, tensors: 'auto' }),
    ),
    undefined,
    this.breaker,
    { now: () => this.now },
    (finding) => this.told.push(finding),
    () => this.silences++,
  );

  /** @returns what was asked for */
  async look(): Promise<string[]> {
    this.asked.length = 0;
    await this.watch.look();
    return this.asked;
  }
}
