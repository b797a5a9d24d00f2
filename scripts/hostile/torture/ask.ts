import { performance } from 'node:perf_hooks';

export interface Reply {
  /** 0 where there was none. */
  status: number;
  code: string | undefined;
  ms: number;
  /** Why there was no answer. */
  failure: string | undefined;
}

/** Posts a picture in base64. It never throws: what goes wrong is what is looked for. */
export async function ask(
  server: URL,
  picture: Uint8Array,
  { timeoutMs, apiKey }: { timeoutMs: number; apiKey?: string | undefined },
): Promise<Reply> {
  const body = JSON.stringify({ image_base64: Buffer.from(picture).toString('base64') });
  const headers = {
    'Content-Type': 'application/json',
    ...(apiKey === undefined ? {} : { 'X-API-Key': apiKey }),
  };
  const start = performance.now();
  try {
    const response = await fetch(new URL('/predict', server), {
      method: 'POST',
      headers,
      body,
      // A server that ends its work just in time still has to say so.
      signal: AbortSignal.timeout(timeoutMs + 1000),
    });
    const text = await response.text();
    const ms = performance.now() - start;
    return { status: response.status, code: codeOf(text), ms, failure: undefined };
  } catch (error) {
    const { message, cause } = error as Error;
    const failure = cause instanceof Error ? `${message}: ${cause.message}` : message;
    return { status: 0, code: undefined, ms: performance.now() - start, failure };
  }
}

function codeOf(text: string): string | undefined {
  try {
    const { code } = JSON.parse(text) as { code?: unknown };
    return typeof code === 'string' ? code : undefined;
  } catch {
    return undefined;
  }
}

/** Whether a probe is answered with 200. */
export async function isHealthy(server: URL, path: string, timeoutMs: number): Promise<boolean> {
  try {
    const response = await fetch(new URL(path, server), { signal: AbortSignal.timeout(timeoutMs) });
    await response.arrayBuffer();
    return response.status === 200;
  } catch {
    return false;
  }
}
