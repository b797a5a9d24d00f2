import { processTree, readRss, readStat } from './process-tree.js';

const SAMPLE_MS = 100;
/** Looking through all processes of the machine costs more than looking at those of the server. */
const TREE_EVERY = 10;

export interface ServerUsage {
  cpuMs: number;
  peakRssBytes: number;
}

/** Processor time and memory of a process on this machine and of all below it; on Linux only. */
export class ServerMeter {
  private tree: number[] = [];
  private cpuAtStart = 0;
  private peakRss = 0;
  private samples = 0;
  private timer: NodeJS.Timeout | undefined;

  constructor(
    private readonly pid: number,
    private readonly root = '/proc',
  ) {}

  get canRead(): boolean {
    return readStat(this.pid, this.root) !== undefined;
  }

  start(): void {
    this.peakRss = 0;
    this.samples = 0;
    this.sample();
    this.cpuAtStart = this.cpuMs();
    this.timer = setInterval(() => {
      this.sample();
    }, SAMPLE_MS);
  }

  /** @returns what was used since the start; undefined where the process has ended */
  stop(): ServerUsage | undefined {
    clearInterval(this.timer);
    this.samples = 0;
    this.sample();
    if (this.tree.length === 0) return undefined;
    return { cpuMs: this.cpuMs() - this.cpuAtStart, peakRssBytes: this.peakRss };
  }

  private sample(): void {
    if (this.samples++ % TREE_EVERY === 0) this.tree = processTree(this.pid, this.root);
    const rss = this.tree.reduce((sum, pid) => sum + readRss(pid, this.root), 0);
    this.peakRss = Math.max(this.peakRss, rss);
  }

  private cpuMs(): number {
    return this.tree.reduce((sum, pid) => sum + (readStat(pid, this.root)?.cpuMs ?? 0), 0);
  }
}
