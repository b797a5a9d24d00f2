import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { freePorts } from './free-ports.js';

/** Debian's redis-server on a free port, without files. */
export interface RedisServer {
  url: string;
  /** Ends it as a crash does; what it had counted is lost. */
  kill: () => Promise<void>;
  /** Starts it on the same port again. */
  start: () => Promise<void>;
  /** Leaves its connections open and answers nothing, until `resume`. */
  pause: () => void;
  resume: () => void;
}

export async function startRedis(): Promise<RedisServer> {
  const [port] = await freePorts(1);
  let child: ChildProcess;
  const start = async () => {
    child = spawn(
      'redis-server',
      ['--port', String(port), '--bind', '127.0.0.1', '--save', '', '--appendonly', 'no'],
      { stdio: ['ignore', 'pipe', 'inherit'] },
    );
    let output = '';
    await new Promise<void>((resolve, reject) => {
      child.on('error', reject);
      child.on('exit', () => {
        reject(new Error(`redis-server ended:\n${output}`));
      });
      child.stdout!.on('data', (chunk: Buffer) => {
        output += chunk.toString();
        if (output.includes('Ready to accept connections')) resolve();
      });
    });
  };
  await start();
  return {
    url: `redis://127.0.0.1:${port}`,
    start,
    kill: async () => {
      if (child.exitCode !== null || child.signalCode !== null) return;
      const ended = once(child, 'exit');
      child.kill('SIGKILL');
      await ended;
    },
    pause: () => child.kill('SIGSTOP'),
    resume: () => child.kill('SIGCONT'),
  };
}
