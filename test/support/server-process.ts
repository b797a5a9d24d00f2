import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';

export const ROOT = fileURLToPath(new URL('../..', import.meta.url));

export interface ServerProcess {
  child: ChildProcess;
  url: string;
  /** Everything that it has written so far. */
  output: () => string;
  /** The code that it ends with; null where a signal killed it. */
  exit: Promise<number | null>;
}

/**
 * Starts a command (by default the built server) in a process group of its own and waits until it serves.
 * Ends with the test: call `stop` on it in any case.
 */
export async function startServer(
  env: Record<string, string> = {},
  command: string[] = [process.execPath, 'dist/main.js'],
  stdin: 'ignore' | 'pipe' = 'ignore',
  cwd: string = ROOT,
): Promise<ServerProcess> {
  const started = run({ PORT: '0', LOG_FORMAT: 'json', ...env }, command, stdin, cwd);
  const url = await new Promise<string>((resolve, reject) => {
    const look = () => {
      const found = /Serving on (http:\S+?),/.exec(started.output())?.[1];
      if (found) resolve(found);
    };
    started.child.stdout!.on('data', look);
    void started.exit.then((code) => {
      reject(new Error(`it ended with ${code} before it served:\n${started.output()}`));
    });
  });
  return { ...started, url };
}

/** Starts a command without waiting for anything. */
export function run(
  env: Record<string, string>,
  command: string[],
  stdin: 'ignore' | 'pipe' = 'ignore',
  cwd: string = ROOT,
): Omit<ServerProcess, 'url'> {
  const [file = '', ...args] = command;
  const child = spawn(file, args, {
    cwd,
    env: { PATH: process.env.PATH, HOME: process.env.HOME, ...env },
    detached: true,
    stdio: [stdin, 'pipe', 'pipe'],
  });
  let output = '';
  child.stdout!.on('data', (chunk: Buffer) => (output += chunk.toString()));
  child.stderr!.on('data', (chunk: Buffer) => (output += chunk.toString()));
  const exit = once(child, 'close').then(([code]) => code as number | null);
  return { child, output: () => output, exit };
}

/** Kills what is left of a process group; nothing happens where it has ended. */
export function stop({ child }: Pick<ServerProcess, 'child'>): void {
  try {
    process.kill(-child.pid!, 'SIGKILL');
  } catch {
    // It has ended already.
  }
}

/** Processes of the group that still run. */
export function isGroupAlive({ child }: Pick<ServerProcess, 'child'>): boolean {
  try {
    process.kill(-child.pid!, 0);
    return true;
  } catch {
    return false;
  }
}
