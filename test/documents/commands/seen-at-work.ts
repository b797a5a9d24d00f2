import { run, stop } from '../../support/server-process.js';
import { until } from '../../support/until.js';
import type { Reply } from '../running/stand-ins.js';

/** How most commands end at Ctrl-C. */
export const INTERRUPTED = 130;

export interface Work {
  command: string[];
  /** What it says when it is at work. */
  until: RegExp;
  /** The exit code that it has to end with. */
  exit: number;
  cwd: string;
  env: Record<string, string>;
}

/** Starts what takes minutes, waits until it says that it is at work, and ends it with Ctrl-C, as it should end. */
export async function seenAtWork({ command, until: pattern, exit, cwd, env }: Work): Promise<Reply> {
  const started = run(env, command, 'ignore', cwd);
  try {
    let early: number | null | undefined;
    void started.exit.then((code) => (early = code));
    await until(() => early !== undefined || pattern.test(started.output()));
    if (early !== undefined) return { code: early ?? 1, stderr: started.output() };
    process.kill(-started.child.pid!, 'SIGINT');
    const code = await started.exit;
    if (code === exit) return { stdout: started.output() };
    const expected = `expected the exit code ${exit} after Ctrl-C, received ${code}`;
    return { code: 1, stderr: `${expected}:\n${started.output()}` };
  } finally {
    stop(started);
  }
}
