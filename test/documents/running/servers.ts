import { setTimeout as sleep } from 'node:timers/promises';
import { AppConfig } from '../../../src/config/app-config.js';
import { run, stop, type ServerProcess } from '../../support/server-process.js';
import { until } from '../../support/until.js';
import type { Relay } from './relay.js';

type Process = Omit<ServerProcess, 'url'>;

/** How long a server may take to end after SIGTERM, which is SHUTDOWN_GRACE_MS and some more. */
const LONGEST_END_MS = 15_000;

export interface Start {
  command: string[];
  /** With PORT as the document has it; the server itself gets any free one. */
  env: Record<string, string>;
  cwd: string;
  relayOf: (port: number) => Promise<Relay>;
}

/** What came of starting a server. */
export interface Served {
  /** Undefined where it serves. */
  code?: number | null;
  output: string;
}

/** The servers that the programs of a document start, by the ports that the document thinks they have. */
export class Servers {
  private readonly running = new Map<number, { process: Process; relay: Relay }>();

  has(port: number): boolean {
    return this.running.has(port);
  }

  /** Starts a server in place of the one that had its port, sees that it is ready, and lets the relay point to it. */
  async start({ command, env, cwd, relayOf }: Start): Promise<Served> {
    const port = documentedPort(env);
    await this.end(port ?? 0);
    // Nobody has to be told before it ends.
    const settings = {
      LOG_FORMAT: 'json',
      SHUTDOWN_DELAY_MS: '0',
      ...env,
      ...(port !== undefined && { PORT: '0' }),
    };
    const process = run(settings, command, 'ignore', cwd);
    let code: number | null | undefined;
    void process.exit.then((ended) => (code = ended));
    const url = () => /Serving on (http:\/\/\S+?),/.exec(process.output())?.[1];
    await until(() => code !== undefined || url() !== undefined);
    if (code !== undefined) return { code, output: process.output() };
    const relay = await relayOf(port!);
    this.running.set(port!, { process, relay });
    relay.target = url()!.replace('0.0.0.0', '127.0.0.1');
    await untilReady(relay.target, process);
    return { output: process.output() };
  }

  /** Ends the server of a port as Ctrl-C does. @throws Error where it does not end by itself, or not well */
  async end(port: number): Promise<void> {
    const found = this.running.get(port);
    if (!found) return;
    const { process: server, relay } = found;
    this.running.delete(port);
    relay.target = undefined;
    process.kill(server.child.pid!, 'SIGTERM');
    const code = await Promise.race([server.exit, sleep(LONGEST_END_MS, 'hung' as const, { ref: false })]);
    stop(server);
    if (code !== 0)
      throw new Error(
        `expected the server to end with 0 after SIGTERM, received ${code}:\n${server.output()}`,
      );
  }

  async close(): Promise<void> {
    try {
      for (const port of [...this.running.keys()]) await this.end(port);
    } finally {
      for (const { process } of this.running.values()) stop(process);
    }
  }
}

/** The port that a server would listen on; undefined where it would refuse its settings. */
function documentedPort(env: Record<string, string>): number | undefined {
  try {
    return AppConfig.fromEnvironment(env).PORT;
  } catch {
    return undefined;
  }
}

async function untilReady(url: string, { output }: Process): Promise<void> {
  const end = Date.now() + 25_000;
  for (;;) {
    const { status } = await fetch(`${url}/health/ready`);
    if (status === 200) return;
    if (Date.now() > end)
      throw new Error(`expected it to be ready, received ${status} from /health/ready:\n${output()}`);
    await sleep(50);
  }
}
