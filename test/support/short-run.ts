/** What a server is asked, and how it ends, in tests that start one for each case. */
import { EXAMPLE_PICTURE } from '../../src/predict/example-picture.js';
import type { ServerProcess } from './server-process.js';

const BODY = JSON.stringify({ image_base64: EXAMPLE_PICTURE });

/** The statuses of so many requests. */
export async function ask({ url }: ServerProcess, count: number): Promise<number[]> {
  const statuses: number[] = [];
  for (let i = 0; i < count; i++) {
    const response = await fetch(`${url}/predict`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: BODY,
    });
    await response.text();
    statuses.push(response.status);
  }
  return statuses;
}

/** How a server ends that is told to. */
export async function end({ child, exit }: ServerProcess): Promise<{ code: number | null; tookMs: number }> {
  const start = performance.now();
  child.kill('SIGTERM');
  const code = await exit;
  return { code, tookMs: performance.now() - start };
}
