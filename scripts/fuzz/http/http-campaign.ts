import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { startServer } from '../../bench/server.js';
import type { FindingReport } from '../engine-result.js';
import { loadSeeds } from '../seeds.js';
import { add, type Tally } from '../tally.js';
import { Finding } from '../target.js';
import { exchange } from './exchange.js';
import { bytesOf, predict, requestCase, type RequestCase } from './request-case.js';
import { serverProcesses } from './server-processes.js';

const CONNECTIONS = 64;
/** Memory is measured after each: the first is the warm-up. */
const PARTS = 10;
const CASES_PER_PROBE = 500;
/** How long the server rests before its memory is measured. */
const REST_MS = 3000;

/** Fewer cases say nothing of memory: engines are still being loaded at their first use. */
const FEWEST_FOR_MEMORY = 10_000;

/** Small pictures suffice, and larger ones would only take longer; what it logs as an error is a finding. */
const SETTINGS = { WORKERS: '2', LOG_LEVEL: 'error', LOG_FORMAT: 'json', MAX_IMAGE_PIXELS: '1000000' };

export interface HttpOptions {
  readonly seed: number;
  readonly from?: number;
  readonly cases: number;
  readonly hangMs?: number;
  readonly onProgress?: (done: number) => void;
}

export interface HttpResult {
  readonly seed: number;
  readonly cases: number;
  readonly seconds: number;
  /** By what was sent and what came of it. */
  readonly tally: Tally;
  readonly findings: FindingReport[];
  readonly probes: number;
  /** Resident bytes of the server and its workers together. */
  readonly rss: { readonly warm: number | undefined; readonly end: number | undefined };
  /** Of the server, then of its workers, after each tenth of the cases. */
  readonly rssEach: readonly (readonly number[])[];
}

/** Starts the built server and sends it so many damaged requests. */
export async function fuzzHttp(options: HttpOptions): Promise<HttpResult> {
  const folder = mkdtempSync(join(tmpdir(), 'tetrapod-fuzz-'));
  const server = await startServer(SETTINGS, folder, new AbortController().signal);
  try {
    const port = Number(new URL(server.url).port);
    return await new HttpCampaign(options, port, server.pid, join(folder, 'server.log')).run();
  } finally {
    await server.stop();
    rmSync(folder, { recursive: true });
  }
}

class HttpCampaign {
  private readonly seeds = loadSeeds();
  private readonly tally: Tally = {};
  private readonly findings: FindingReport[] = [];
  private readonly hangMs: number;
  private next: number;
  private end: number;
  private probes = 0;

  constructor(
    private readonly options: HttpOptions,
    private readonly port: number,
    private readonly pid: number,
    private readonly log: string,
  ) {
    this.hangMs = options.hangMs ?? 10_000;
    this.next = options.from ?? 0;
    this.end = this.next;
  }

  async run(): Promise<HttpResult> {
    const { seed, cases, from = 0 } = this.options;
    const start = performance.now();
    await this.probe();
    const workers = await this.startedWorkers();
    const isLong = cases >= FEWEST_FOR_MEMORY;
    const rssEach: number[][] = [];
    for (let part = 1; part <= PARTS; part++) {
      await this.sendUpTo(from + Math.floor((cases * part) / PARTS));
      if (isLong) rssEach.push(await this.memory());
    }
    await this.probe();
    const now = this.workers();
    for (const pid of workers.filter((each) => !now.includes(each))) {
      this.find({ index: this.next, name: 'worker_lost', detail: `worker ${pid} is no more` });
    }
    for (const line of readFileSync(this.log, 'utf8').split('\n').filter(Boolean)) {
      this.find({ index: this.next, name: 'error_logged', detail: line.slice(0, 500) });
    }
    return {
      seed,
      cases,
      seconds: (performance.now() - start) / 1000,
      tally: this.tally,
      findings: this.findings,
      probes: this.probes,
      rss: isLong
        ? { warm: sum(rssEach[0]!), end: sum(rssEach.at(-1)!) }
        : { warm: undefined, end: undefined },
      rssEach,
    };
  }

  private async sendUpTo(end: number): Promise<void> {
    this.end = end;
    await Promise.all(Array.from({ length: CONNECTIONS }, () => this.sendOneAfterAnother()));
  }

  private async sendOneAfterAnother(): Promise<void> {
    while (this.next < this.end) {
      const index = this.next++;
      const sent = requestCase(this.seeds, this.options.seed, index);
      await this.send(index, sent);
      const done = index + 1 - (this.options.from ?? 0);
      if (done % CASES_PER_PROBE !== 0) continue;
      await this.probe();
      this.options.onProgress?.(done);
    }
  }

  private async send(index: number, sent: RequestCase): Promise<void> {
    try {
      add(this.tally, `${sent.kind}: ${await exchange(this.port, sent, this.hangMs)}`);
    } catch (error) {
      if (!(error instanceof Finding)) throw error;
      add(this.tally, `! ${error.kind}`);
      this.find({ index, name: error.kind, detail: `${sent.kind}: ${error.message}` });
    }
  }

  /** The server lives, and a whole picture gets the answer that it always gets. */
  private async probe(): Promise<void> {
    this.probes++;
    const [picture] = this.seeds.png;
    const body = Buffer.from(JSON.stringify({ image_base64: picture!.toString('base64'), top_k: 1 }));
    try {
      const live = { kind: 'probe', chunks: [bytesOf(GET_LIVE)], expects: 'answer' } as const;
      const good = { kind: 'probe', chunks: [bytesOf(predict(body))], expects: 'answer' } as const;
      const statuses = [
        await exchange(this.port, live, this.hangMs),
        await exchange(this.port, good, this.hangMs),
      ];
      if (statuses.some((status) => status !== '200')) throw new Finding('probe_failed', statuses.join(', '));
    } catch (error) {
      if (!(error instanceof Finding)) throw error;
      this.find({ index: this.next, name: 'probe_failed', detail: `${error.kind}: ${error.message}` });
    }
  }

  private find(finding: FindingReport): void {
    this.findings.push(finding);
  }

  private workers(): number[] {
    return serverProcesses(this.pid)
      .slice(1)
      .map(({ pid }) => pid);
  }

  /** The second worker starts when the server is ready already. */
  private async startedWorkers(): Promise<number[]> {
    for (let i = 0; i < 100 && this.workers().length < Number(SETTINGS.WORKERS); i++) await sleep(100);
    return this.workers();
  }

  private async memory(): Promise<number[]> {
    await sleep(REST_MS);
    return serverProcesses(this.pid).map(({ rss }) => rss);
  }
}

const GET_LIVE = {
  line: 'GET /health/live HTTP/1.1',
  headers: [['Host', 'localhost']],
  body: Buffer.alloc(0),
} as const;

function sum(values: readonly number[]): number {
  return values.reduce((total, value) => total + value, 0);
}
