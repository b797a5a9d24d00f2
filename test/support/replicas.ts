import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import { run, stop, type ServerProcess } from './server-process.js';

type Replica = Omit<ServerProcess, 'url'>;

const SERVER = [process.execPath, 'dist/main.js'];
const LONGEST_MS = 25_000;

/**
 * Servers by their ports, which commands of a script start and stop as those of a service manager would, so that the
 * processes belong to the test: GET /start?PORT, /stop?PORT and /restart?PORT, each answered without waiting until
 * the server is ready.
 */
export class Replicas {
  private readonly running = new Map<number, Replica>();
  private readonly all: Replica[] = [];
  private readonly control: Server;

  /** @param settingsOf what a server is given when it starts */
  constructor(private readonly settingsOf: (port: number) => Record<string, string>) {
    this.control = createServer((request, response) => {
      const { pathname, search } = new URL(request.url!, 'http://test');
      this.obey(pathname, Number(search.slice(1))).then(
        () => response.end(),
        (error: unknown) => response.writeHead(500).end(String(error)),
      );
    });
  }

  /** @returns the address that the commands ask */
  async listen(): Promise<string> {
    this.control.listen(0, '127.0.0.1');
    await once(this.control, 'listening');
    return `http://127.0.0.1:${(this.control.address() as AddressInfo).port}`;
  }

  start(port: number): void {
    const replica = run({ LOG_FORMAT: 'json', ...this.settingsOf(port), PORT: String(port) }, SERVER);
    this.running.set(port, replica);
    this.all.push(replica);
  }

  async end(port: number): Promise<void> {
    const replica = this.running.get(port);
    if (!replica) return;
    this.running.delete(port);
    if (replica.child.exitCode === null) process.kill(replica.child.pid!, 'SIGTERM');
    await replica.exit;
  }

  has(port: number): boolean {
    return this.running.has(port);
  }

  /** @throws Error with what the server wrote, where it is not ready in a time in which any sound one is */
  async ready(port: number): Promise<void> {
    const end = Date.now() + LONGEST_MS;
    while (!(await isReady(port))) {
      if (Date.now() > end)
        throw new Error(`port ${port} is not ready:\n${this.running.get(port)?.output()}`);
      await sleep(50);
    }
  }

  async close(): Promise<void> {
    for (const replica of this.all) stop(replica);
    await Promise.all(this.all.map(({ exit }) => exit));
    this.control.close();
  }

  private async obey(command: string, port: number): Promise<void> {
    if (!Number.isInteger(port) || port === 0) throw new Error(`expected a port, received ${port}`);
    switch (command) {
      case '/start':
        this.start(port);
        return;
      case '/stop':
        await this.end(port);
        return;
      case '/restart':
        await this.end(port);
        this.start(port);
        return;
      default:
        throw new Error(`expected /start, /stop or /restart, received ${command}`);
    }
  }
}

async function isReady(port: number): Promise<boolean> {
  try {
    return (await fetch(`http://127.0.0.1:${port}/health/ready`)).ok;
  } catch {
    return false;
  }
}
