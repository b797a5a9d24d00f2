import {
  Injectable,
  Logger,
  Optional,
  type OnApplicationBootstrap,
  type OnApplicationShutdown,
} from '@nestjs/common';
import { AppConfig } from '../config/app-config.js';
import { parseInferenceUrl, type InferenceTarget } from '../config/inference-url.js';
import { hasPlainSamples, outputSize } from '../preprocessing/preprocessing-spec.js';
import { WorkerPool } from '../workers/worker-pool.js';
import { Batcher } from './batcher.js';
import { CallTracing, passOn } from './call-tracing.js';
import { CircuitBreaker } from './circuit-breaker.js';
import { systemClock } from './clock.js';
import { FaultLog } from './fault-log.js';
import type { Finding } from './finding.js';
import { notAsked, UpstreamCalls, type CallReport } from './upstream-calls.js';
import { redact } from './secrets.js';
import type { Expectation, UpstreamContract } from './upstream-contract.js';
import { UpstreamFault } from './upstream-fault.js';
import { UpstreamHttp } from './upstream-http.js';
import { UpstreamProbe } from './upstream-probe.js';
import { UpstreamWatch } from './upstream-watch.js';

/** The server that runs the graph: how to ask it, asking it, and whether it is there. */
@Injectable()
export class Upstream implements OnApplicationBootstrap, OnApplicationShutdown {
  readonly target: InferenceTarget;
  readonly batcher: Batcher;
  private readonly logger = new Logger(Upstream.name);
  private readonly breaker: CircuitBreaker;
  private readonly callListeners: ((report: CallReport) => void)[] = [];
  private readonly watch: UpstreamWatch;
  private readonly http: UpstreamHttp;
  /** Apart, so that a probe does not wait behind inferences. */
  private readonly probes: UpstreamHttp;

  constructor(
    private readonly config: AppConfig,
    private readonly workers: WorkerPool,
    @Optional() tracing: CallTracing = passOn,
  ) {
    const { INFERENCE_URL, INFERENCE_API_KEY, INFERENCE_CONNECTIONS: calls } = config;
    this.target = parseInferenceUrl(INFERENCE_URL)!;
    const { origin, modelPath } = this.target;
    this.http = new UpstreamHttp(origin, calls, INFERENCE_API_KEY);
    this.probes = new UpstreamHttp(origin, 1, INFERENCE_API_KEY);
    this.breaker = new CircuitBreaker(systemClock, (isOpen) => {
      if (isOpen) {
        this.logger.warn(`${this.name} is not asked for a moment: its last calls failed`);
        this.batcher.rejectWaiting(notAsked(this.breaker));
      } else this.logger.log(`${this.name} is asked again`);
    });
    this.watch = new UpstreamWatch(
      new UpstreamProbe(this.probes, this.target, () => this.expectation),
      this.target.version,
      this.breaker,
      systemClock,
      (finding, contract) => {
        this.tell(finding, contract);
      },
      () => {
        this.batcher.rejectAll(
          new UpstreamFault('timeout', 'but it does not even answer when it is asked whether it is ready'),
        );
      },
    );
    const faults = new FaultLog(this.logger, this.name, () => systemClock.now());
    const scores = new UpstreamCalls(
      this.http,
      modelPath,
      config.INFERENCE_TIMEOUT_MS,
      this.breaker,
      systemClock,
      {
        answered: (contract, version) => this.watch.answered(contract, version),
        failed: (fault, saysMuch) => {
          if (saysMuch) this.watch.doubted(fault);
          faults.failed(fault);
        },
        ended: (end) => {
          for (const listener of this.callListeners) listener(end);
        },
      },
      tracing,
    );
    const limits = { size: config.BATCH_MAX_SIZE, delayMs: config.BATCH_MAX_DELAY_MS, calls };
    this.batcher = new Batcher(limits, (...call) => scores.infer(...call), systemClock);
  }

  /** @param listener told of the end of every call for scores that is made, each attempt of one that is made again */
  onCallEnd(listener: (report: CallReport) => void): void {
    this.callListeners.push(listener);
  }

  /** How to ask it; undefined until it has been found to have the right model. */
  get contract(): UpstreamContract | undefined {
    return this.watch.contract;
  }

  /** Whether it is not asked, because its last calls failed. */
  get isCircuitOpen(): boolean {
    return this.breaker.isOpen;
  }

  /** Why it is not asked now, before any work is done for that; undefined where it may be asked. */
  get refusal(): UpstreamFault | undefined {
    return this.breaker.isOpen ? notAsked(this.breaker) : undefined;
  }

  /** Whether it is there, has the right model and may be asked. */
  get isReady(): boolean {
    return this.watch.finding.state === 'ready' && !this.breaker.isOpen;
  }

  /** For people who look at the health report. */
  get condition(): Record<string, string> {
    const { host, model } = this.target;
    return { host, model, ...this.watch.finding, circuit: this.breaker.state };
  }

  /** In the background: the server serves, and is not ready, until the upstream is found. */
  onApplicationBootstrap(): void {
    void this.watch.run();
  }

  async onApplicationShutdown(): Promise<void> {
    this.watch.end();
    await Promise.all([this.http.close(), this.probes.close()]);
  }

  private get name(): string {
    return `The inference server ${this.target.host} (model ${this.target.model})`;
  }

  private get expectation(): Expectation {
    const { preprocessing, graph } = this.workers.model;
    return {
      size: outputSize(preprocessing)!,
      hasPlainSamples: hasPlainSamples(preprocessing),
      classes: graph.classNames.length,
      tensors: this.config.INFERENCE_TENSORS as Expectation['tensors'],
    };
  }

  private tell({ state, expected, received }: Finding, contract: UpstreamContract | undefined): void {
    if (state !== 'ready' || !contract) {
      this.logger.warn(redact(`${this.name} is ${state}: expected ${expected!}, received ${received!}`));
      return;
    }
    const { input, output, shape, classes, isBinary, takesBatches } = contract;
    const most = takesBatches ? this.config.BATCH_MAX_SIZE : 1;
    this.logger.log(
      redact(
        `${this.name} is ready: ${input.name} ${input.datatype} [n,${shape.join(',')}] as ${isBinary ? 'binary data' : 'JSON'}, ` +
          `${output.name} [n,${classes}], at most ${most} pictures a call`,
      ),
    );
  }
}
