import { Agent, request } from 'node:http';
import { performance } from 'node:perf_hooks';
import { setTimeout as sleep } from 'node:timers/promises';

/** What came of one request. */
export interface Exchange {
  /** On the clock of `performance`. */
  sentAt: number;
  /** The status, of a problem with its code; where there was no answer, the code of the error. */
  outcome: number | string;
  /** Whether the answer said `Connection: close`. */
  closes: boolean;
  /** Which model answered, as X-Model says it; empty where it does not. */
  model: string;
}

export interface LoadOptions {
  url: string;
  clients: number;
  /** JSON for POST /predict. */
  body: string;
  /** Every fourth client rests so long before it asks again, so that there are idle connections. */
  restMs?: number;
}

const RETRY_MS = 20;

/**
 * Clients with a kept-alive connection each, which ask again as soon as they have their answer. They try again where
 * the connection is refused, and in no other case.
 */
export class SteadyLoad {
  /** Everything that was asked, but for refused connections. */
  readonly exchanges: Exchange[] = [];
  refused = 0;
  private isOver = false;
  private readonly clients: Promise<void>[];

  constructor(private readonly options: LoadOptions) {
    this.clients = Array.from({ length: options.clients }, (_, i) => this.runClient(i));
  }

  /** How often each status or error came. */
  get outcomes(): Record<string, number> {
    const counts: Record<string, number> = {};
    for (const { outcome } of this.exchanges) counts[outcome] = (counts[outcome] ?? 0) + 1;
    return counts;
  }

  /** @returns when the last answer is there */
  async stop(): Promise<void> {
    this.isOver = true;
    await Promise.all(this.clients);
  }

  private async runClient(number: number): Promise<void> {
    const agent = new Agent({ keepAlive: true, maxSockets: 1 });
    const restMs = number % 4 === 0 ? (this.options.restMs ?? 0) : 0;
    while (!this.isOver) {
      const exchange = await post(`${this.options.url}/predict`, this.options.body, agent);
      if (exchange.outcome === 'ECONNREFUSED') {
        this.refused++;
        await sleep(RETRY_MS);
        continue;
      }
      this.exchanges.push(exchange);
      if (restMs > 0) await sleep(restMs);
    }
    agent.destroy();
  }
}

/** One POST of JSON. */
export function post(url: string, body: string, agent?: Agent): Promise<Exchange> {
  const sentAt = performance.now();
  return new Promise((resolve) => {
    const headers = { 'Content-Type': 'application/json', 'Content-Length': Buffer.byteLength(body) };
    const sent = request(url, { method: 'POST', headers, ...(agent ? { agent } : {}) });
    const fail = ({ code }: NodeJS.ErrnoException) => {
      resolve({ sentAt, outcome: code ?? 'unknown', closes: true, model: '' });
    };
    sent.on('response', (response) => {
      const closes = response.headers.connection === 'close';
      const model = String(response.headers['x-model'] ?? '');
      let text = '';
      response.on('error', fail).on('data', (chunk: Buffer) => (text += chunk.toString()));
      response.on('end', () => {
        const code = /"code":"(\w+)"/.exec(text)?.[1];
        const outcome = code ? `${response.statusCode} ${code}` : response.statusCode!;
        resolve({ sentAt, outcome, closes, model });
      });
    });
    sent.on('error', fail);
    sent.end(body);
  });
}
