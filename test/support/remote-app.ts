import { setTimeout as sleep } from 'node:timers/promises';
import { startApp, type RunningApp } from './app.js';
import type { FakeUpstream } from './fake-upstream.js';

/** Longer than anything sound takes, and shorter than the time-out of a test. */
const LONGEST_MS = 20_000;

/** A problem document, as far as tests ask for it. */
export interface ProblemBody {
  code: string;
  detail: string;
}

export interface RemoteApp extends RunningApp {
  /** The problem that POST /predict answers with this status. */
  problem: (request: object, status: number, headers?: Record<string, string>) => Promise<ProblemBody>;
  /** GET /health/ready: its status, and the detail where it is a problem. */
  health: () => Promise<{ code: number; detail: string }>;
  /** Looks at it again and again until its status, or a part of its detail, is there. */
  untilHealth: (wanted: number | string) => Promise<void>;
}

/** The application with another server to run its graph, on top of `startApp`. */
export async function startRemoteApp(
  upstream: Pick<FakeUpstream, 'url'>,
  env: Record<string, string> = {},
): Promise<RemoteApp> {
  const app = await startApp({ INFERENCE_URL: upstream.url, ...env });
  const health = async () => {
    const response = await app.http.get('/health/ready');
    return { code: response.status, detail: (response.body as Partial<ProblemBody>).detail ?? '' };
  };
  const untilHealth = async (wanted: number | string) => {
    const end = Date.now() + LONGEST_MS;
    for (;;) {
      const { code, detail } = await health();
      if (code === wanted || (typeof wanted === 'string' && detail.includes(wanted))) return;
      if (Date.now() > end)
        throw new Error(`expected ${wanted} of /health/ready, received ${code} ${detail}`);
      await sleep(10);
    }
  };
  const problem = async (request: object, status: number, headers = {}) => {
    const response = await app.predict(request).set(headers).expect(status);
    return response.body as ProblemBody;
  };
  return { ...app, health, untilHealth, problem };
}
