import { performance } from 'node:perf_hooks';
import { Connection, NoAnswerError } from '../../src/cli/bench/http/connection.js';
import type { Target } from '../../src/cli/bench/http/target.js';

/** Longer than any deadline here, so that late answers are measured and not left out. */
const TIMEOUT_MS = 30_000;
/** Beyond it the client itself would be what fails. */
const MOST_CONNECTIONS = 4000;

/** One request: when it was answered, how late and with what. */
export interface Outcome {
  status: number | string;
  /** From when it was due, not from when it was sent (G. Tene, "How NOT to measure latency"). */
  milliseconds: number;
  /** Of the end, since the beginning of the load. */
  at: number;
}

/** Sends requests over connections that it keeps. */
export class LoadGenerator {
  private readonly idle: Connection[] = [];
  private connections = 0;

  constructor(
    private readonly target: Target,
    private readonly requests: readonly Uint8Array[],
  ) {}

  /**
   * A closed loop: so many clients, each of which asks again when it is answered.
   * @returns answers with 200 in a second
   */
  async closedLoop(clients: number, seconds: number): Promise<number> {
    const outcomes: Outcome[] = [];
    const startedAt = performance.now();
    const client = async (first: number) => {
      for (let i = first; performance.now() - startedAt < seconds * 1000; i++) {
        await this.send(i, performance.now(), startedAt, outcomes);
      }
    };
    await Promise.all(Array.from({ length: clients }, (_, i) => client(i)));
    return outcomes.filter(({ status }) => status === 200).length / seconds;
  }

  /**
   * An open loop: requests are sent when they are due, whether the ones before them have been answered or not, as a crowd
   * of clients does that know nothing of each other.
   *
   * @param rate requests in a second
   * @returns every request, when the last one is answered
   */
  async openLoop(rate: number, seconds: number): Promise<Outcome[]> {
    const outcomes: Outcome[] = [];
    const count = Math.round(rate * seconds);
    const startedAt = performance.now();
    const inFlight: Promise<void>[] = [];
    await new Promise<void>((resolve) => {
      const timer = setInterval(() => {
        for (let i = inFlight.length; i < count; i++) {
          const dueAt = startedAt + (i / rate) * 1000;
          if (dueAt > performance.now()) return;
          inFlight.push(this.send(i, dueAt, startedAt, outcomes));
        }
        clearInterval(timer);
        resolve();
      }, 1);
    });
    await Promise.all(inFlight);
    return outcomes;
  }

  close(): void {
    for (const connection of this.idle) connection.close();
  }

  private async send(i: number, dueAt: number, startedAt: number, outcomes: Outcome[]): Promise<void> {
    let status: number | string;
    const connection = this.idle.pop() ?? this.open();
    if (!connection) {
      status = 'no connection left';
    } else {
      try {
        ({ status } = await connection.exchange(this.requests[i % this.requests.length]!, TIMEOUT_MS));
      } catch (error) {
        if (!(error instanceof NoAnswerError)) throw error;
        status = error.code;
      }
      this.idle.push(connection);
    }
    const now = performance.now();
    outcomes.push({ status, milliseconds: now - dueAt, at: now - startedAt });
  }

  private open(): Connection | undefined {
    if (this.connections >= MOST_CONNECTIONS) return undefined;
    this.connections++;
    return new Connection(this.target);
  }
}
