import { CircuitBreaker } from '../../src/remote/circuit-breaker.js';
import { UpstreamCalls, type CallReport } from '../../src/remote/upstream-calls.js';
import type { UpstreamRequest } from '../../src/remote/upstream-http.js';
import { aContract, aTensor } from './upstream-contract.js';

type Attempt = Parameters<UpstreamCalls['infer']>[2];

/** Calls of an upstream that a test plays, by a clock that only pauses move. */
export class CalledUpstream {
  now = 0;
  readonly slept: number[] = [];
  readonly sent: UpstreamRequest[] = [];
  /** What the next attempts meet with; then all are answered. */
  faults: Error[] = [];
  /** What comes back in answers beside the scores. */
  answer: { id?: string | undefined; model_version?: string } = {};
  renewed = 0;
  /** The versions of answers, and the failures. */
  readonly heard: unknown[] = [];
  readonly ends: CallReport[] = [];
  private readonly clock = {
    now: () => this.now,
    random: () => 0.5,
    sleep: () => Promise.reject(new Error('it is the batcher that waits')),
  };
  readonly breaker = new CircuitBreaker(this.clock);
  private readonly calls = new UpstreamCalls(
    { send: (request) => this.send(request), renew: () => this.renewed++ },
    '/v2/models/m',
    1000,
    this.breaker,
    this.clock,
    {
      answered: (_contract, version) => void this.heard.push(version),
      failed: ({ kind }, saysMuch) => this.heard.push([kind, saysMuch]),
      ended: (end) => this.ends.push(end),
    },
  );

  /** @returns the scores of a tensor of one picture */
  async infer(more: Partial<Attempt> = {}): Promise<number[]> {
    const attempt: Attempt = {
      expiresAt: Infinity,
      signal: new AbortController().signal,
      mayRetry: true,
      pause: (milliseconds) => {
        this.slept.push(milliseconds);
        this.now += milliseconds;
        return Promise.resolve();
      },
      ...more,
    };
    const [row] = await this.calls.infer(aContract({ isBinary: false }), [aTensor(1)], attempt);
    return [...row!];
  }

  private send(request: UpstreamRequest) {
    this.sent.push(request);
    const fault = this.faults.shift();
    if (fault !== undefined) return Promise.reject(fault);
    const outputs = [{ name: 'logits', datatype: 'FP32', shape: [1, 2], data: [0.5, -1] }];
    const { id } = JSON.parse(request.body!.toString()) as { id: string };
    const body = Buffer.from(JSON.stringify({ id, outputs, ...this.answer }));
    return Promise.resolve({ status: 200, headers: {}, body });
  }
}
