import { once } from 'node:events';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';

/** What becomes of calls for scores: they pass, fail, come late, or come with the scores in reverse. */
export type Fault = 'none' | 'fails' | 'slow' | 'other';

const LATE_MS = 500;

/**
 * Stands between a server with INFERENCE_URL and the one that it asks (with INFERENCE_TENSORS=json), so that a test can
 * make a sound version fail, linger or answer otherwise from one moment on. All but calls for scores passes untouched.
 */
export class BreakableUpstream {
  fault: Fault = 'none';
  private readonly server = createServer((request, response) => {
    void this.pass(request, response);
  });

  constructor(private readonly origin: string) {}

  /** @returns the address of it */
  async listen(): Promise<string> {
    this.server.listen(0, '127.0.0.1');
    await once(this.server, 'listening');
    return `http://127.0.0.1:${(this.server.address() as AddressInfo).port}`;
  }

  async close(): Promise<void> {
    this.server.closeAllConnections();
    this.server.close();
    await once(this.server, 'close');
  }

  private async pass(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk as Buffer);
    const { method = 'GET', url = '/' } = request;
    const isCall = method === 'POST';
    const fault = isCall ? this.fault : 'none';
    if (fault === 'fails') {
      response.writeHead(500, { 'content-type': 'application/json' }).end('{"error":"broken on purpose"}');
      return;
    }
    if (fault === 'slow') await sleep(LATE_MS);
    const body = isCall ? { body: Buffer.concat(chunks) } : {};
    const headers = { 'content-type': 'application/json' };
    const answer = await fetch(`${this.origin}${url}`, { method, headers, ...body });
    const text = await answer.text();
    response
      .writeHead(answer.status, { 'content-type': 'application/json' })
      .end(fault === 'other' ? reversed(text) : text);
  }
}

function reversed(text: string): string {
  const answer = JSON.parse(text) as { outputs: { data: number[] }[] };
  for (const output of answer.outputs) output.data.reverse();
  return JSON.stringify(answer);
}
