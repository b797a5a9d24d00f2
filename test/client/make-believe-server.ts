import { createServer, type IncomingHttpHeaders, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

export interface Received {
  /** Milliseconds on the clock of `performance`. */
  at: number;
  method: string;
  url: string;
  headers: IncomingHttpHeaders;
  body: Buffer;
}

export interface MakeBelieveServer {
  url: string;
  /** Everything that was asked, in its order. */
  received: Received[];
  close: () => Promise<void>;
}

/** A server that answers each request by the next of some functions, and the last one by all that follow. */
export async function startMakeBelieve(
  ...answers: ((response: ServerResponse) => void)[]
): Promise<MakeBelieveServer> {
  const received: Received[] = [];
  const server = createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on('data', (chunk: Buffer) => chunks.push(chunk));
    request.on('end', () => {
      const answer = answers[Math.min(received.length, answers.length - 1)]!;
      const { method = '', url = '', headers } = request;
      received.push({ at: performance.now(), method, url, headers, body: Buffer.concat(chunks) });
      answer(response);
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    received,
    close: () =>
      new Promise((resolve) => {
        server.closeAllConnections();
        server.close(() => {
          resolve();
        });
      }),
  };
}

export const succeed = (response: ServerResponse) => {
  response.setHeader('Content-Type', 'application/json');
  response.end(JSON.stringify({ predictions: [{ label: 'Bird', confidence: 0.9 }], latency_ms: 1 }));
};

export const refuse =
  (status: number, code: string, headers: Record<string, string> = {}) =>
  (response: ServerResponse) => {
    response.writeHead(status, { 'Content-Type': 'application/problem+json', ...headers });
    response.end(JSON.stringify({ type: 'x', title: 'x', status, detail: 'why', code, request_id: 'r1' }));
  };

export const hangUp = (response: ServerResponse) => response.destroy();

export const breakOff = (response: ServerResponse) => {
  response.writeHead(200, { 'Content-Type': 'application/json', 'Content-Length': '1000' });
  response.write('{"predictions":', () => response.destroy());
};

/** Never answers. */
export const keepSilent = () => undefined;
