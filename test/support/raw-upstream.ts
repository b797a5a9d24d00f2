import { once } from 'node:events';
import { createServer, type AddressInfo, type Server, type Socket } from 'node:net';
import { UpstreamHttp, type UpstreamRequest } from '../../src/remote/upstream-http.js';

export const REQUEST: UpstreamRequest = { method: 'GET', path: '/v2', timeoutMs: 10_000, longest: 1000 };
export const OK = 'HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\n{}';

/** A server that writes bytes as they are, and the connections of an `UpstreamHttp` to it. */
export class RawUpstream {
  readonly sockets = new Set<Socket>();
  http!: UpstreamHttp;
  server: Server | undefined;

  /** Answers each request head with what a test gives. */
  async serve(answer: (socket: Socket, head: string) => void, connections = 1, apiKey = ''): Promise<void> {
    this.server = createServer((socket) => {
      this.sockets.add(socket);
      socket.on('error', () => undefined);
      socket.on('data', (data: Buffer) => {
        answer(socket, data.toString());
      });
    });
    this.server.listen(0, '127.0.0.1');
    await once(this.server, 'listening');
    this.http = new UpstreamHttp(`http://127.0.0.1:${this.port}`, connections, apiKey);
  }

  answering(text: string): Promise<void> {
    return this.serve((socket) => socket.write(text));
  }

  get port(): number {
    return (this.server!.address() as AddressInfo).port;
  }

  async close(): Promise<void> {
    await this.http.close();
    for (const socket of this.sockets) socket.destroy();
    this.server?.close();
  }
}
