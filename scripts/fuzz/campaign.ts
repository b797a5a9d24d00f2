import { spawn, type ChildProcess } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Assignment, Report, Slowest } from './child.js';
import { addAll, type Tally } from './tally.js';
import type { EngineResult, FindingReport } from './engine-result.js';

const PROGRAM = fileURLToPath(new URL('engine-child.ts', import.meta.url));
const POLL_MS = 500;
/** A child that ends that often finds nothing new. */
const MOST_RESTARTS = 200;
const WARM_UP = 0.1;
/** Fewer cases say nothing of memory: the packages themselves are still being loaded. */
const FEWEST_FOR_MEMORY = 10_000;

export interface CampaignOptions {
  readonly target: string;
  readonly seed: number;
  /** The number of the first case. */
  readonly from?: number;
  readonly cases: number;
  /** Stops earlier then, and is warm after a tenth of them. */
  readonly minutes?: number;
  /** A case that takes longer hangs. */
  readonly hangMs?: number;
  /** The child's program, which calls workThrough(). */
  readonly program?: string;
  readonly onProgress?: (done: number) => void;
}

/** Tries so many cases on one target, whatever becomes of the process that decodes them. */
export async function fuzzEngine(options: CampaignOptions): Promise<EngineResult> {
  const folder = mkdtempSync(join(tmpdir(), 'tetrapod-fuzz-'));
  try {
    return await new Campaign(options, join(folder, 'progress')).run();
  } finally {
    rmSync(folder, { recursive: true });
  }
}

class Campaign {
  private readonly tally: Tally = {};
  private readonly findings = new Map<string, FindingReport>();
  private readonly skip: number[] = [];
  private readonly start = performance.now();
  private next: number;
  private slowest: Slowest = { index: 0, ms: 0 };
  /** Of the child that runs: when it was warm, and at its end. */
  private memory: number[] = [];
  private readonly startedAt = Date.now();
  private isDone = false;

  constructor(
    private readonly options: CampaignOptions,
    private readonly progressFile: string,
  ) {
    this.next = options.from ?? 0;
  }

  private get deadline(): number | undefined {
    const { minutes } = this.options;
    return minutes === undefined ? undefined : this.startedAt + minutes * 60_000;
  }

  private get end(): number {
    return (this.options.from ?? 0) + this.options.cases;
  }

  async run(): Promise<EngineResult> {
    const { target, seed } = this.options;
    let restarts = -1;
    while (!this.isDone) {
      if (++restarts > MOST_RESTARTS) break;
      await this.runChild();
    }
    const [warm, last] = this.memory;
    return {
      target,
      seed,
      cases: this.next - (this.options.from ?? 0),
      seconds: (performance.now() - this.start) / 1000,
      tally: this.tally,
      findings: [...this.findings.values()],
      slowest: this.slowest,
      rss: { warm: last === undefined ? undefined : warm, end: last },
      restarts,
    };
  }

  /** Until it is done, ends before its time, or hangs. */
  private async runChild(): Promise<void> {
    const { target, seed, cases, minutes, program = PROGRAM } = this.options;
    const assignment: Assignment = {
      target,
      seed,
      from: this.next,
      to: this.end,
      deadline: this.deadline,
      warmUp: {
        cases: cases < FEWEST_FOR_MEMORY ? -1 : Math.floor(cases * WARM_UP),
        at: minutes === undefined ? undefined : this.startedAt + minutes * 60_000 * WARM_UP,
      },
      skip: this.skip,
      progressFile: this.progressFile,
    };
    this.memory = [];
    // Minus one: not a single case was begun.
    writeFileSync(this.progressFile, Buffer.alloc(8, 0xff));
    const child = spawn(
      process.execPath,
      ['--expose-gc', '--import', 'tsx', program, JSON.stringify(assignment)],
      {
        stdio: ['ignore', 'ignore', 'pipe', 'ipc'],
      },
    );
    let stderr = '';
    child.stderr!.on('data', (chunk: Buffer) => (stderr = (stderr + chunk.toString()).slice(-2000)));
    child.on('message', (message: Report) => {
      this.take(message);
    });
    const watch = this.watch(child);
    const ending = await new Promise<string>((resolve) => {
      child.once('close', (code, signal) => {
        resolve(signal ?? `exit code ${code}`);
      });
    });
    const hung = watch.stop();
    this.isDone = ending === 'exit code 0';
    if (this.isDone) return;
    const index = this.current();
    if (index < 0) throw new Error(`the child ended (${ending}) before its first case:\n${stderr}`);
    const name = hung ? 'hang' : 'crash';
    const detail = hung
      ? 'no answer in time'
      : `${ending}: ${stderr.trim().split('\n').slice(0, 6).join(' | ')}`;
    // The cases since its last report are tried once more, and so counted.
    this.skip.push(index);
    this.take({ kind: 'finding', index, name, detail });
    addAll(this.tally, { [`! ${name}`]: 1 });
  }

  private take(message: Report): void {
    if (message.kind === 'finding') {
      const { index, name, detail } = message;
      this.findings.set(`${index} ${name}`, { index, name, detail });
    } else if (message.kind === 'memory') {
      this.memory.push(message.rss);
    } else {
      this.next = message.next;
      if (message.slowest.ms > this.slowest.ms) this.slowest = message.slowest;
      addAll(this.tally, message.tally);
      this.options.onProgress?.(this.next - (this.options.from ?? 0));
    }
  }

  /** Ends a child that stays at one case. */
  private watch(child: ChildProcess): { stop: () => boolean } {
    const { hangMs = 10_000 } = this.options;
    let hung = false;
    let last = this.current();
    let since = performance.now();
    const timer = setInterval(() => {
      const now = performance.now();
      const index = this.current();
      if (index !== last) [last, since] = [index, now];
      // Measuring its memory and loading its packages are no cases.
      const limit = index < 0 ? 60_000 : hangMs;
      hung ||= now - since > limit;
      if (hung) child.kill('SIGKILL');
    }, POLL_MS);
    return {
      stop: () => {
        clearInterval(timer);
        return hung;
      },
    };
  }

  /** The case that the child is at. */
  private current(): number {
    return Number(readFileSync(this.progressFile).readBigInt64LE());
  }
}
