import type { InferenceTarget } from '../config/inference-url.js';
import type { CircuitBreaker } from './circuit-breaker.js';
import type { Clock } from './clock.js';
import {
  readContract,
  UpstreamMismatch,
  type Expectation,
  type UpstreamContract,
} from './upstream-contract.js';
import { UpstreamFault } from './upstream-fault.js';
import type { UpstreamHttp } from './upstream-http.js';

/** How often the upstream is asked whether it is ready, while no answer of it proves that. */
const PROBE_MS = 3000;
/** How often it is looked at again while it is not. */
const LOOK_MS = 1000;
const TIMEOUT_MS = 2000;
const LONGEST_METADATA = 1024 * 1024;

/**
 * - `unknown`: it has not answered since the start
 * - `ready`
 * - `unreachable`: it does not answer
 * - `not_ready`: it answers that it, or its model, is not ready
 * - `unfit`: its model is not the one that is served here, or it does not let us in
 */
export type UpstreamState = 'unknown' | 'ready' | 'unreachable' | 'not_ready' | 'unfit';

/** What the watch has found last. */
export interface Finding {
  readonly state: UpstreamState;
  readonly expected?: string;
  readonly received?: string;
}

/**
 * Knows whether the upstream is there and has the right model: it reads its metadata, again whenever something has failed,
 * and asks it now and then whether it is ready.
 */
export class UpstreamWatch {
  private found: Finding = { state: 'unknown', expected: 'an answer', received: 'none since the start' };
  private agreed: UpstreamContract | undefined;
  private agreedText = '';
  private provedAt = -Infinity;
  /** Whether something has failed since the metadata were read. */
  private isStale = true;
  private timer: NodeJS.Timeout | undefined;
  private hasEnded = false;

  /**
   * @param http for probes alone
   * @param onChange told of what is found where it is something else than before
   */
  constructor(
    private readonly http: Pick<UpstreamHttp, 'send'>,
    private readonly target: InferenceTarget,
    private readonly expectation: () => Expectation,
    private readonly breaker: CircuitBreaker,
    private readonly clock: Pick<Clock, 'now'>,
    private readonly onChange: (finding: Finding, contract: UpstreamContract | undefined) => void,
  ) {}

  get finding(): Finding {
    return this.found;
  }

  /** How to ask it; undefined until it has been found to have the right model. */
  get contract(): UpstreamContract | undefined {
    return this.agreed;
  }

  /** Looks at once, and again and again until `end`. */
  async run(): Promise<void> {
    await this.look();
    if (this.hasEnded) return;
    const pause = this.found.state === 'ready' && !this.isStale ? PROBE_MS : LOOK_MS;
    this.timer = setTimeout(() => void this.run(), pause).unref();
  }

  end(): void {
    this.hasEnded = true;
    clearTimeout(this.timer);
  }

  /** To be told of an answer: as long as there are some, nobody asks whether it is ready. */
  proved(): void {
    this.provedAt = this.clock.now();
  }

  /** To be told of a call that failed: it may have been replaced by something else. */
  doubted(): void {
    this.isStale = true;
  }

  /** One look; it throws nothing. */
  async look(): Promise<void> {
    const wasReady = this.found.state === 'ready';
    if (wasReady && !this.isStale && this.clock.now() - this.provedAt < PROBE_MS) return;
    try {
      await this.get(`${this.target.modelPath}/ready`);
      if (!wasReady || this.isStale) await this.readMetadata();
      if (!wasReady) this.breaker.encourage();
      this.conclude({ state: 'ready' });
    } catch (error) {
      const finding = findingOf(error);
      if (finding.state === 'unfit') this.agreed = undefined;
      // Who has only short deadlines would else never learn that nobody is there.
      if (wasReady) this.breaker.trip();
      this.conclude(finding);
    }
  }

  private async readMetadata(): Promise<void> {
    // Before they are read: what fails meanwhile makes them stale again.
    this.isStale = false;
    const server = await this.json(this.target.serverPath).catch(noExtensions);
    const model = await this.json(this.target.modelPath);
    const contract = readContract(server, model, this.expectation());
    // The same object as long as it says the same: pictures with one contract may go together.
    const text = JSON.stringify(contract);
    if (this.agreed && text === this.agreedText) return;
    [this.agreed, this.agreedText] = [contract, text];
  }

  private async json(path: string): Promise<unknown> {
    const text = (await this.get(path)).toString();
    try {
      return JSON.parse(text);
    } catch {
      throw new UpstreamMismatch(`JSON from GET ${path}`, `${text.length} characters of something else`);
    }
  }

  private async get(path: string): Promise<Buffer> {
    const { body } = await this.http.send({
      method: 'GET',
      path,
      timeoutMs: TIMEOUT_MS,
      longest: LONGEST_METADATA,
    });
    return body;
  }

  private conclude(finding: Finding): void {
    if (this.hasEnded) return;
    const before = JSON.stringify(this.found);
    this.found = finding;
    if (JSON.stringify(finding) !== before) this.onChange(finding, this.agreed);
  }
}

/** A gateway may pass on models alone. */
function noExtensions(error: unknown): object {
  if (error instanceof UpstreamFault && error.status === 404) return {};
  throw error;
}

function findingOf(error: unknown): Finding {
  if (error instanceof UpstreamMismatch) {
    return { state: 'unfit', expected: error.expected, received: error.received };
  }
  const { message } = error as Error;
  const status = error instanceof UpstreamFault ? error.status : undefined;
  const received = message.replace(/^received |^but /, '');
  if (status === 401 || status === 403) {
    return { state: 'unfit', expected: 'to be let in (INFERENCE_API_KEY)', received };
  }
  if (status !== undefined) return { state: 'not_ready', expected: 'the status 200', received };
  return { state: 'unreachable', expected: 'an answer', received };
}
