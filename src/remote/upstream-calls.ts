import { randomUUID } from 'node:crypto';
import type { TraceContext } from '../pipeline/trace-context.js';
import { passOn, type CallEnd, type CallFacts, type CallTracing } from './call-tracing.js';
import { CircuitBreaker, type Passage } from './circuit-breaker.js';
import type { Clock } from './clock.js';
import { inferRequest } from './infer-request.js';
import { longestResponse, readInferResponse, type InferAnswer } from './infer-response.js';
import { RetryBudget, retryDelay } from './retry.js';
import type { UpstreamContract } from './upstream-contract.js';
import { UpstreamFault, type FaultKind } from './upstream-fault.js';
import type { UpstreamHttp } from './upstream-http.js';

const MOST_RETRIES = 2;

export interface CallOptions {
  /** After which nobody wants the answer (Clock.now()). */
  readonly expiresAt: number;
  /** Aborted when nobody wants it any more. */
  readonly signal: AbortSignal;
  /** Of the requests behind it, one for each picture. */
  readonly traces?: readonly (TraceContext | undefined)[];
  /** Whether it may be made again where it fails. */
  readonly mayRetry: boolean;
  /** Waits for so many milliseconds before a retry, and lets others make their calls meanwhile. */
  readonly pause: (milliseconds: number) => Promise<void>;
}

/**
 * How calls end that are made: the kinds of faults (upstream-fault.ts) but those of calls that are not, and `abandoned`
 * where nobody waited for the answer any more.
 */
export const CALL_RESULTS = [
  ...['answered', 'abandoned', 'connection', 'timeout', 'busy', 'refused', 'failed', 'cut_off'],
  ...['wrong', 'untrusted'],
] as const satisfies readonly ('answered' | 'abandoned' | FaultKind)[];

/** How an attempt ended. */
export interface CallReport {
  /** How many pictures were sent. */
  readonly pictures: number;
  readonly milliseconds: number;
  readonly result: 'answered' | 'abandoned' | FaultKind;
}

/** Who hears how calls end. */
export interface CallListener {
  /** @throws UpstreamFault where the answer must not be used, because the model has been replaced */
  answered(contract: UpstreamContract, version: string | undefined): void | Promise<void>;
  /** @param saysMuch false where it was too short a deadline that failed, or a server that sheds load */
  failed(fault: UpstreamFault, saysMuch: boolean): void;
  /** Told of every attempt that was made, after the other two. */
  ended?(report: CallReport): void;
}

const nobody: CallListener = { answered: () => undefined, failed: () => undefined };

interface AttemptOptions extends Pick<CallOptions, 'expiresAt' | 'signal'>, CallFacts {}

/** Asks the upstream for scores: time-outs, retries and the circuit breaker. */
export class UpstreamCalls {
  private readonly budget = new RetryBudget();

  /**
   * @param http for inferences alone, so that probes do not wait behind them
   * @param modelPath the path of the model
   * @param timeoutMs INFERENCE_TIMEOUT_MS
   * @param listener told of every attempt
   * @param tracing makes every attempt part of the traces of the requests behind it
   */
  constructor(
    private readonly http: Pick<UpstreamHttp, 'send' | 'renew'>,
    private readonly modelPath: string,
    private readonly timeoutMs: number,
    private readonly breaker: CircuitBreaker,
    private readonly clock: Clock,
    private readonly listener: CallListener = nobody,
    private readonly tracing: CallTracing = passOn,
  ) {}

  /**
   * @param tensors one for each picture
   * @returns a row of scores for each
   * @throws UpstreamFault, or what the signal is aborted with
   */
  async infer(
    contract: UpstreamContract,
    tensors: readonly Uint8Array[],
    { expiresAt, signal, mayRetry, pause, traces = [] }: CallOptions,
  ): Promise<Float64Array[]> {
    const id = randomUUID();
    const request = await inferRequest(contract, tensors, id);
    this.budget.deposit();
    for (let retries = 0; ; retries++) {
      try {
        return await this.attempt(contract, tensors.length, id, request, {
          expiresAt,
          signal,
          traces,
          resends: retries,
        });
      } catch (error) {
        if (!(error instanceof UpstreamFault)) throw error;
        const delay =
          mayRetry && retries < MOST_RETRIES ? retryDelay(error, retries, this.clock.random()) : undefined;
        const isInTime = delay !== undefined && this.clock.now() + delay < expiresAt;
        if (!isInTime || this.breaker.isOpen || !this.budget.withdraw()) throw error;
        await pause(delay);
      }
    }
  }

  private async attempt(
    contract: UpstreamContract,
    count: number,
    id: string,
    { headers, body }: Awaited<ReturnType<typeof inferRequest>>,
    { expiresAt, signal, traces, resends }: AttemptOptions,
  ): Promise<Float64Array[]> {
    const leftMs = expiresAt - this.clock.now();
    if (leftMs <= 0) throw new UpstreamFault('timeout', 'but the deadline passed before it was asked');
    const passage = this.breaker.enter();
    if (!passage) throw notAsked(this.breaker);
    const traced = this.tracing.begin({ traces, resends });
    const start = this.clock.now();
    const end = (result: CallReport['result']) =>
      this.listener.ended?.({ pictures: count, milliseconds: this.clock.now() - start, result });
    try {
      const response = await this.http.send({
        method: 'POST',
        path: `${this.modelPath}/infer`,
        headers: { ...headers, ...traced.headers },
        body,
        timeoutMs: Math.min(this.timeoutMs, leftMs),
        longest: longestResponse(contract, count),
        signal,
      });
      const { rows, version } = this.read(response, contract, id, count);
      await this.listener.answered(contract, version);
      passage.succeeded();
      traced.ended({ status: response.status });
      end('answered');
      return rows;
    } catch (error) {
      traced.ended(endOf(error));
      const saysMuch = judge(passage, error, leftMs < this.timeoutMs);
      if (error instanceof UpstreamFault) this.listener.failed(error, saysMuch);
      end(error instanceof UpstreamFault ? error.kind : 'abandoned');
      throw error;
    }
  }

  private read(...[response, contract, id, count]: Parameters<typeof readInferResponse>): InferAnswer {
    try {
      return readInferResponse(response, contract, id, count);
    } catch (error) {
      // It may have been the answer to another request, and the next one on this connection would be so as well.
      this.http.renew();
      throw error;
    }
  }
}

/** The fault of a call that the circuit does not let pass. */
export function notAsked({ openForMs }: Pick<CircuitBreaker, 'openForMs'>): UpstreamFault {
  return new UpstreamFault('open', 'but its last calls failed, and it is left in peace for a moment', {
    retryAfterMs: openForMs,
  });
}

/** Where it is no fault of the upstream's, nobody waited for the answer any more. */
function endOf(error: unknown): CallEnd {
  if (!(error instanceof UpstreamFault)) return { error: 'abandoned' };
  return { status: error.status, error: error.kind };
}

/**
 * @param isShort whether the call had less than the usual time, which says nothing of the upstream where it is not enough
 * @returns whether the end of the call gives cause to look at the upstream anew
 */
function judge(passage: Passage, error: unknown, isShort: boolean): boolean {
  if (!(error instanceof UpstreamFault) || error.isShedding || (error.kind === 'timeout' && isShort)) {
    passage.abandoned();
    return false;
  }
  if (error.isDislike) passage.succeeded();
  else passage.failed();
  return true;
}
