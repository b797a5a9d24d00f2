import { execFileSync } from 'node:child_process';
import { availableParallelism, cpus, release, totalmem, type } from 'node:os';
import { ROOT } from './server.js';

/** What the figures belong to, as rows of a table. */
export function describeMachine(date = new Date()): [name: string, value: string][] {
  return [
    ['CPU', `${cpus()[0]?.model.trim() ?? 'unknown'}, ${availableParallelism()} cores for this process`],
    ['memory', `${(totalmem() / 1e9).toFixed(0)} GB`],
    ['system', `${type()} ${release()}`],
    ['Node', process.version],
    ['date', date.toISOString().slice(0, 10)],
    ['commit', commit()],
  ];
}

/** The documents that the benchmark writes do not count as changes. */
function commit(): string {
  const git = (...args: string[]) => execFileSync('git', args, { cwd: ROOT, encoding: 'utf8' }).trim();
  try {
    const isChanged = git('status', '--porcelain', '--', '.', ':!docs') !== '';
    return git('rev-parse', '--short=10', 'HEAD') + (isChanged ? ', with changes' : '');
  } catch {
    return 'unknown';
  }
}
