import { randomUUID } from 'node:crypto';
import { CircuitBreaker, type Passage } from './circuit-breaker.js';
import type { Clock } from './clock.js';
import { inferRequest } from './infer-request.js';
import { longestResponse, readInferResponse } from './infer-response.js';
import { RetryBudget, retryDelay } from './retry.js';
import type { UpstreamContract } from './upstream-contract.js';
import { UpstreamFault } from './upstream-fault.js';
import type { UpstreamHttp } from './upstream-http.js';

const MOST_RETRIES = 2;

export interface CallOptions {
  /** After which nobody wants the answer (Clock.now()). */
  readonly expiresAt: number;
  /** Aborted when nobody wants it any more. */
  readonly signal: AbortSignal;
  /** Whether it may be made again where it fails. */
  readonly mayRetry: boolean;
}

/** Asks the upstream for scores: time-outs, retries and the circuit breaker. */
export class UpstreamCalls {
  private readonly budget = new RetryBudget();

  /**
   * @param http for inferences alone, so that probes do not wait behind them
   * @param modelPath the path of the model
   * @param timeoutMs INFERENCE_TIMEOUT_MS
   * @param onFault told of every attempt that failed
   */
  constructor(
    private readonly http: Pick<UpstreamHttp, 'send'>,
    private readonly modelPath: string,
    private readonly timeoutMs: number,
    private readonly breaker: CircuitBreaker,
    private readonly clock: Clock,
    private readonly onSuccess: () => void = () => undefined,
    private readonly onFault: (fault: UpstreamFault) => void = () => undefined,
  ) {}

  /**
   * @param tensors one for each picture
   * @returns a row of scores for each
   * @throws UpstreamFault, or what the signal is aborted with
   */
  async infer(
    contract: UpstreamContract,
    tensors: readonly Uint8Array[],
    { expiresAt, signal, mayRetry }: CallOptions,
  ): Promise<Float64Array[]> {
    const id = randomUUID();
    const request = await inferRequest(contract, tensors, id);
    this.budget.deposit();
    for (let retries = 0; ; retries++) {
      try {
        return await this.attempt(contract, tensors.length, id, request, expiresAt, signal);
      } catch (error) {
        if (!(error instanceof UpstreamFault)) throw error;
        const delay =
          mayRetry && retries < MOST_RETRIES ? retryDelay(error, retries, this.clock.random()) : undefined;
        const isInTime = delay !== undefined && this.clock.now() + delay < expiresAt;
        if (!isInTime || this.breaker.isOpen || !this.budget.withdraw()) throw error;
        await this.clock.sleep(delay, signal);
      }
    }
  }

  private async attempt(
    contract: UpstreamContract,
    count: number,
    id: string,
    { headers, body }: Awaited<ReturnType<typeof inferRequest>>,
    expiresAt: number,
    signal: AbortSignal,
  ): Promise<Float64Array[]> {
    const leftMs = expiresAt - this.clock.now();
    if (leftMs <= 0) throw new UpstreamFault('timeout', 'but the deadline passed before it was asked');
    const passage = this.breaker.enter();
    if (!passage) {
      throw new UpstreamFault('open', 'but its last calls failed, and it is left in peace for a moment');
    }
    try {
      const response = await this.http.send({
        method: 'POST',
        path: `${this.modelPath}/infer`,
        headers,
        body,
        timeoutMs: Math.min(this.timeoutMs, leftMs),
        longest: longestResponse(contract, count),
        signal,
      });
      const rows = readInferResponse(response, contract, id, count);
      passage.succeeded();
      this.onSuccess();
      return rows;
    } catch (error) {
      if (error instanceof UpstreamFault) this.onFault(error);
      judge(passage, error, leftMs < this.timeoutMs);
      throw error;
    }
  }
}

/** @param isShort whether the call had less than the usual time, which says nothing of the upstream where it is not enough */
function judge(passage: Passage, error: unknown, isShort: boolean): void {
  if (!(error instanceof UpstreamFault) || (error.kind === 'timeout' && isShort)) passage.abandoned();
  // It is there, and dislikes what it was asked.
  else if (error.kind === 'refused') passage.succeeded();
  else passage.failed();
}
