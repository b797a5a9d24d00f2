import { once } from 'node:events';
import { chmodSync, mkdirSync, writeFileSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

/** A command line that a stand-in is asked to stand in for. */
export interface Call {
  name: string;
  args: string[];
  cwd: string;
  env: Record<string, string>;
  /** Aborted when whoever called it has ended it. */
  gone: AbortSignal;
}

/** What it answers: what it prints and its exit code, or what runs in its place. */
export interface Reply {
  code?: number;
  stdout?: string;
  stderr?: string;
  run?: { command: string[]; env?: Record<string, string>; cwd?: string };
}

export type StandIn = (call: Call) => Promise<Reply> | Reply;

/** A command line that the real command would not take either. Its message is what the stand-in writes. */
export class Refusal extends Error {}

const SHIM = fileURLToPath(new URL('shim.mjs', import.meta.url));

/** Programs for the front of PATH, behind which the test itself stands. */
export class StandIns {
  private constructor(
    private readonly server: Server,
    /** The folder of the programs. */
    readonly bin: string,
  ) {}

  static async start(bin: string, standIns: Record<string, StandIn>): Promise<StandIns> {
    const server = createServer((request, response) => {
      const chunks: Buffer[] = [];
      request.on('data', (chunk: Buffer) => chunks.push(chunk));
      request.on('end', () => {
        const gone = new AbortController();
        response.on('close', () => {
          gone.abort();
        });
        const call = JSON.parse(Buffer.concat(chunks).toString()) as Omit<Call, 'gone'>;
        void answer(standIns[call.name]!, { ...call, gone: gone.signal }).then((reply) => {
          response.end(JSON.stringify(reply));
        });
      });
    }).listen(0, '127.0.0.1');
    await once(server, 'listening');
    mkdirSync(bin);
    for (const name of Object.keys(standIns)) {
      const file = join(bin, name);
      writeFileSync(file, `#!/bin/sh\nexec '${process.execPath}' '${SHIM}' '${name}' "$@"\n`);
      chmodSync(file, 0o755);
    }
    return new StandIns(server, bin);
  }

  get url(): string {
    return `http://127.0.0.1:${(this.server.address() as AddressInfo).port}`;
  }

  close(): void {
    this.server.close();
    this.server.closeAllConnections();
  }
}

async function answer(standIn: StandIn, call: Call): Promise<Reply> {
  try {
    return await standIn(call);
  } catch (error) {
    const message = error instanceof Refusal ? error.message : String((error as Error).stack);
    return { code: 125, stderr: `${call.name} (stand-in): ${message}\n` };
  }
}
