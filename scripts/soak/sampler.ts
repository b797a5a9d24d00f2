import { readRss } from '../../src/cli/bench/server/process-tree.js';
import { countDescriptors, readPss, workersOf } from './proc.js';

/** The server at one moment. Memory in bytes. */
export interface Sample {
  /** Since the load began. */
  seconds: number;
  serverPss: number;
  serverRss: number;
  /** The worker that has lived for longest, which is never killed on purpose: it shows what a worker gathers over time. */
  elder: number | undefined;
  elderPss: number;
  /** Server and workers together. */
  totalPss: number;
  totalRss: number;
  /** Of the server. */
  descriptors: number;
  workers: number;
  /** Since the load began. */
  answers: number;
}

/** Looks at a server and its workers. */
export class Sampler {
  /** In the order in which they appeared. */
  private readonly known: number[] = [];
  private readonly gone = new Set<number>();

  constructor(
    private readonly server: number,
    private readonly root = '/proc',
  ) {}

  /** The worker that has lived for longest. */
  get elder(): number | undefined {
    return this.known.find((pid) => !this.gone.has(pid));
  }

  /** Workers that were seen and are no more. */
  get ended(): readonly number[] {
    return [...this.gone];
  }

  /** Looks which workers there are now. */
  look(): number[] {
    const workers = workersOf(this.server, this.root).sort((a, b) => a - b);
    for (const pid of this.known) if (!workers.includes(pid)) this.gone.add(pid);
    for (const pid of workers) if (!this.known.includes(pid)) this.known.push(pid);
    return workers;
  }

  sample(seconds: number, answers: number): Sample {
    const workers = this.look();
    const sum = (read: (pid: number, root: string) => number) =>
      workers.reduce((total, pid) => total + read(pid, this.root), 0);
    const serverPss = readPss(this.server, this.root);
    const serverRss = readRss(this.server, this.root);
    const { elder } = this;
    return {
      seconds,
      serverPss,
      serverRss,
      elder,
      elderPss: elder === undefined ? 0 : readPss(elder, this.root),
      totalPss: serverPss + sum(readPss),
      totalRss: serverRss + sum(readRss),
      descriptors: countDescriptors(this.server, this.root),
      workers: workers.length,
      answers,
    };
  }
}
