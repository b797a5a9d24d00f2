import { join } from 'node:path';
import type { Session } from '../running/session.js';
import { Refusal, type Call, type Reply, type StandIn } from '../running/stand-ins.js';

/** What a command is told besides: to measure for a moment, where the document does for long; the last of an option counts. */
const SHORT: Record<string, readonly string[]> = {
  bench: ['--duration', '1', '--warm-up', '0', '--concurrency', '1,2', '--draw', '224x224'],
  compare: ['--duration', '3', '--pause', '5', '--max-slowdown', '100'],
  // The Hub of the tests has no certificate.
  pull: ['--allow-http'],
};

/** The command line of this project, built. `serve` stays until the document ends. */
export const tetrapod =
  (session: Session): StandIn =>
  (call) =>
    runTetrapod(session, call, call.args);

/** Of npx only what a checkout has: its own command, and tsx. */
export const npx =
  (session: Session): StandIn =>
  (call) => {
    const [program, ...args] = call.args;
    if (program === 'tetrapod') return runTetrapod(session, call, args);
    if (program === 'tsx')
      return { run: { command: [join(session.checkout, 'node_modules/.bin/tsx'), ...args] } };
    throw new Refusal(`expected tetrapod or tsx behind npx, received ${program ?? 'nothing'}`);
  };

async function runTetrapod(session: Session, { env, cwd }: Call, args: string[]): Promise<Reply> {
  const [command = ''] = args;
  const main = [process.execPath, join(session.checkout, 'dist/cli/main.js')];
  if (command !== 'serve' || args.includes('--help')) {
    return { run: { command: [...main, ...args, ...(SHORT[command] ?? [])] } };
  }
  const at = args.indexOf('--port');
  const port = at < 0 ? {} : { PORT: args.splice(at, 2)[1] ?? '' };
  return session.serve([...main, ...args], { ...env, ...port }, cwd);
}
