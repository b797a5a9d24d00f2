import { percentile } from '../../evaluate/percentile.js';
import { Connection } from '../http/connection.js';
import { requestBytes } from '../http/request.js';
import type { Target } from '../http/target.js';

const EVERY_MS = 50;
/** Longer than any kubelet waits, so that slow answers are measured and not left out. */
const TIMEOUT_MS = 30_000;

export interface ProbeResult {
  count: number;
  /** Milliseconds; NaN where no probe was answered. */
  p50: number;
  p99: number;
  max: number;
  /** Probes without an answer or with another status than 200. */
  failed: number;
}

/**
 * Asks GET /health/live at a fixed rate, each time over a new connection, as a kubelet does. A probe counts from when
 * it was due, not from when it was sent: if one waits long, the later ones do not hide it (G. Tene, "How NOT to
 * measure latency").
 */
export async function runProbe(target: Target, until: AbortSignal): Promise<ProbeResult> {
  const request = requestBytes(target, { method: 'GET', path: '/health/live', keepAlive: false });
  const latencies: number[] = [];
  let failed = 0;
  const probe = async (dueAt: number) => {
    const connection = new Connection(target);
    try {
      const { status } = await connection.exchange(request, TIMEOUT_MS);
      if (status === 200) latencies.push(performance.now() - dueAt);
      else failed++;
    } catch {
      failed++;
    } finally {
      connection.close();
    }
  };
  const inFlight: Promise<void>[] = [];
  const startedAt = performance.now();
  await new Promise<void>((resolve) => {
    const timer = setInterval(() => {
      // Before the end is looked at: what was due while this process could not run counts, too.
      for (let due; (due = startedAt + inFlight.length * EVERY_MS) <= performance.now();)
        inFlight.push(probe(due));
      if (!until.aborted) return;
      clearInterval(timer);
      resolve();
    }, 5);
  });
  await Promise.all(inFlight);
  const ascending = Float64Array.from(latencies).sort();
  return {
    count: inFlight.length,
    p50: percentile(ascending, 50),
    p99: percentile(ascending, 99),
    max: percentile(ascending, 100),
    failed,
  };
}
