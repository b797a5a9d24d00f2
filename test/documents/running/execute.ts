import { spawn } from 'node:child_process';
import { once } from 'node:events';

export interface Ended {
  code: number;
  stdout: string;
  stderr: string;
}

/** The bound of a hang. */
const LONGEST_MS = 100_000;

/** What a shell says of a program that was killed. */
const KILLED = 137;

/** Runs a command to its end, and ends with it all that it has started. */
export async function execute(
  [file, ...args]: string[],
  cwd: string,
  env: Record<string, string>,
): Promise<Ended> {
  const child = spawn(file!, args, { cwd, env, detached: true, stdio: ['ignore', 'pipe', 'pipe'] });
  const written = { stdout: '', stderr: '' };
  for (const name of ['stdout', 'stderr'] as const) {
    child[name].setEncoding('utf8').on('data', (text: string) => (written[name] += text));
  }
  const kill = () => {
    try {
      process.kill(-child.pid!, 'SIGKILL');
    } catch {
      // It has ended.
    }
  };
  const timer = setTimeout(() => {
    written.stderr += `\nended after ${LONGEST_MS} ms\n`;
    kill();
  }, LONGEST_MS);
  const [code] = (await once(child, 'close')) as [number | null];
  clearTimeout(timer);
  kill();
  return { code: code ?? KILLED, ...written };
}
