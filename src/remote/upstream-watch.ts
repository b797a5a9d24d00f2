import type { CircuitBreaker } from './circuit-breaker.js';
import type { Clock } from './clock.js';
import { findingOf, isCertain, isSilent, type Finding } from './finding.js';
import { showForeign } from './show-foreign.js';
import type { UpstreamContract } from './upstream-contract.js';
import { UpstreamFault } from './upstream-fault.js';
import type { UpstreamProbe } from './upstream-probe.js';

/** How often the upstream is asked whether it is ready, while no answer of it proves that. */
const PROBE_MS = 3000;
/** How often it is looked at again while it is not. */
const LOOK_MS = 1000;
/** A single probe may be late by chance. */
const FAILED_PROBES = 2;

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
  /** Whether a call has been refused in a way that holds for all calls. */
  private isShutOut = false;
  private failedProbes = 0;
  private looking: Promise<void> | undefined;
  /** Versions that have answered, and whose metadata say what the contract says. */
  private versions = new Set<string>();
  private timer: NodeJS.Timeout | undefined;
  private hasEnded = false;

  /**
   * @param version of the model, where the operator names one
   * @param onChange told of what is found where it is something else than before
   * @param onSilence told when nothing is to be expected any more of calls under way
   */
  constructor(
    private readonly probe: UpstreamProbe,
    private readonly version: string | undefined,
    private readonly breaker: CircuitBreaker,
    private readonly clock: Pick<Clock, 'now'>,
    private readonly onChange: (finding: Finding, contract: UpstreamContract | undefined) => void,
    private readonly onSilence: () => void = () => undefined,
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
    this.timer = setTimeout(() => void this.run(), this.pauseMs).unref();
  }

  /** Until the next look: where answers prove that it is there, PROBE_MS after the last one. */
  get pauseMs(): number {
    if (this.found.state !== 'ready' || this.isStale || this.failedProbes > 0) return LOOK_MS;
    const sinceProofMs = this.clock.now() - this.provedAt;
    return sinceProofMs < PROBE_MS ? PROBE_MS - sinceProofMs : PROBE_MS;
  }

  end(): void {
    this.hasEnded = true;
    clearTimeout(this.timer);
  }

  /** To be told of an answer: as long as there are some, nobody asks whether it is ready. */
  proved(): void {
    this.provedAt = this.clock.now();
    this.failedProbes = 0;
    this.isShutOut = false;
  }

  /** To be told of a call that failed: it may have been replaced by something else. */
  doubted(fault?: UpstreamFault): void {
    this.isStale = true;
    if (fault?.isShutOut) this.isShutOut = true;
  }

  /**
   * To be told of an answer with the version of the model that gave it. One that has not answered yet may be another model:
   * the metadata are read again before its answer is used.
   *
   * @throws UpstreamFault `wrong` where they say something else than the contract with which it was asked
   */
  async answered(contract: UpstreamContract, version: string | undefined): Promise<void> {
    this.proved();
    if (version === undefined || this.versions.has(version)) return;
    this.doubted();
    await this.look();
    // What was under way before may have read what was true before.
    if (this.isStale) await this.look();
    if (this.isStale || !this.agreed || !saysTheSame(this.agreed, contract)) {
      throw new UpstreamFault(
        'wrong',
        `received the answer of another version of the model, ${showForeign(version)}, whose metadata are not those of before`,
      );
    }
    this.versions.add(version);
  }

  /** One look, or the one that is under way; it throws nothing. */
  look(): Promise<void> {
    this.looking ??= this.lookOnce().finally(() => {
      this.looking = undefined;
    });
    return this.looking;
  }

  private async lookOnce(): Promise<void> {
    const wasReady = this.found.state === 'ready';
    if (wasReady && !this.isStale && this.clock.now() - this.provedAt < PROBE_MS) return;
    try {
      await this.probe.checkReady();
      if (!wasReady || this.isStale) await this.readMetadata();
      if (this.isShutOut) {
        await this.probe.askToBeLetIn();
        this.isShutOut = false;
      }
      this.failedProbes = 0;
      if (!wasReady) this.breaker.encourage();
      this.conclude({ state: 'ready' });
    } catch (error) {
      this.isStale = true;
      const finding = findingOf(error);
      if (wasReady && this.mayBeChance(error, finding)) return;
      if (finding.state === 'unfit') this.agreed = undefined;
      if (isSilent(error) || (this.breaker.isOpen && finding.state === 'unreachable')) this.onSilence();
      // Who has only short deadlines would else never learn that nobody is there.
      if (wasReady) this.breaker.trip();
      this.conclude(finding);
    }
  }

  /**
   * Whether a failed probe is no reason yet to stop: it is the first one to fail since an answer, or another probe, proved
   * that it is there. That nobody listens, and that it has another model, is none of chance.
   */
  private mayBeChance(error: unknown, { state }: Finding): boolean {
    if (state === 'unfit' || isCertain(error)) return false;
    // Calls that fail are as good as a probe.
    return ++this.failedProbes < FAILED_PROBES && this.breaker.state === 'closed';
  }

  private async readMetadata(): Promise<void> {
    // Before they are read: what fails meanwhile makes them stale again.
    this.isStale = false;
    const contract = await this.probe.readContract();
    // The same object as long as it says the same: pictures with one contract may go together.
    const text = JSON.stringify(contract);
    if (this.agreed && text === this.agreedText) return;
    const version = this.version ?? contract.version;
    this.versions = new Set(version === undefined ? [] : [version]);
    [this.agreed, this.agreedText] = [contract, text];
  }

  private conclude(finding: Finding): void {
    if (this.hasEnded) return;
    const before = JSON.stringify(this.found);
    this.found = finding;
    if (JSON.stringify(finding) !== before) this.onChange(finding, this.agreed);
  }
}

/** But for the version. */
function saysTheSame(one: UpstreamContract, other: UpstreamContract): boolean {
  const textOf = (contract: UpstreamContract) => JSON.stringify({ ...contract, version: undefined });
  return textOf(one) === textOf(other);
}
