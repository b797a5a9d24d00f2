import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { isDeepStrictEqual } from 'node:util';
import type { Session } from '../running/session.js';
import { Refusal, type Call, type Reply, type StandIn } from '../running/stand-ins.js';
import { INTERRUPTED, seenAtWork } from './seen-at-work.js';

type Dependencies = Record<string, unknown>;

/** How a script is run: with which arguments, or until it has been seen at work. */
interface Bound {
  args?: (args: string[]) => string[];
  /** What one of its lines has to be like, as grep has it. */
  prints?: string;
  /** What it says when it has understood its arguments and begun; then it gets Ctrl-C. */
  until?: RegExp;
  /** Its exit code then. */
  exit?: number;
  /** Options that name a folder. */
  folders?: string[];
}

/** The scripts that documents run as commands. Whatever takes long is kept short by its own options, or by Ctrl-C. */
const SCRIPTS: Record<string, Bound | ((args: string[]) => Bound)> = {
  // Without a file it would list nothing, and be content.
  test: { args: (args) => [...args, '--listTests'], prints: '[.]spec[.]ts$' },
  bench: { until: /drawing/, folders: ['--model'] },
  conformance: {},
  fuzz,
  pictures: {},
  'start:dev': { until: /Serving on/, exit: 0 },
  torture: { args: (args) => [...args, '--short', '--quiet', '--only', 'cut-'] },
};

/**
 * npm, in a checkout that is installed and built: `ci` compares the lock file with package.json, `start` is the real one
 * and stays until the document ends, and a script is run as package.json has it, but without what builds or repeats.
 */
export const npm =
  (session: Session): StandIn =>
  async (call) => {
    const { args, env, cwd } = call;
    const [command = '', ...rest] = args;
    switch (command) {
      case 'ci':
        return installed(session, rest);
      case 'start':
        return session.serve(['npm', ...args], env, cwd);
      case 'test':
        return runScript(session, call, command, rest);
      case 'run':
        return runScript(session, call, rest[0] ?? '', rest.slice(1));
      default:
        throw new Refusal(`expected ci, start, test or run, received ${command}`);
    }
  };

interface Package {
  scripts: Record<string, string>;
  dependencies: Dependencies;
  devDependencies: Dependencies;
}

const readJson = (session: Session, file: string): unknown =>
  JSON.parse(readFileSync(join(session.checkout, file), 'utf8'));

function installed(session: Session, options: string[]): Reply {
  const unknown = options.find(
    (option) => !['--ignore-scripts', '--omit=dev', '--no-audit'].includes(option),
  );
  if (unknown !== undefined) throw new Refusal(`unknown option of npm ci: ${unknown}`);
  const { dependencies, devDependencies } = readJson(session, 'package.json') as Package;
  const { packages } = readJson(session, 'package-lock.json') as {
    packages: Record<string, Partial<Package>>;
  };
  const locked = packages['']!;
  if (!isDeepStrictEqual([locked.dependencies, locked.devDependencies], [dependencies, devDependencies])) {
    throw new Refusal('package-lock.json does not fit package.json');
  }
  return {};
}

async function runScript(session: Session, { env }: Call, name: string, options: string[]): Promise<Reply> {
  const line = (readJson(session, 'package.json') as Package).scripts[name];
  if (line === undefined) throw new Refusal(`Missing script: "${name}"`);
  const [separator, ...given] = options;
  if (separator !== undefined && separator !== '--') throw new Refusal(`expected -- before ${separator}`);
  const known = Object.hasOwn(SCRIPTS, name) ? SCRIPTS[name] : undefined;
  if (!known) throw new Refusal(`say in test/documents/commands/npm.ts how npm run ${name} is kept short`);
  const bound = typeof known === 'function' ? known(given) : known;
  for (const option of bound.folders ?? []) {
    const at = given.indexOf(option);
    const folder = join(session.checkout, given[at + 1] ?? '');
    if (at >= 0 && !existsSync(folder)) throw new Refusal(`${option}: expected a folder at ${given[at + 1]}`);
  }
  // Built is the checkout already, by whoever runs the tests.
  const text = line.replace(/^npm run build && /, '');
  const args = bound.args?.(given) ?? given;
  const withArgs = args.length > 0 ? `${text} "$@"` : text;
  const script = bound.prints === undefined ? withArgs : `${withArgs} | grep '${bound.prints}'`;
  const command = ['bash', '-o', 'pipefail', '-c', script, name, ...args];
  const bin = join(session.checkout, 'node_modules/.bin');
  const path = { PATH: `${bin}:${process.env.PATH}` };
  if (bound.until) {
    const { until, exit = INTERRUPTED } = bound;
    return seenAtWork({ command, until, exit, cwd: session.checkout, env: { ...env, ...path, PORT: '0' } });
  }
  // Jest finds no tests behind links.
  return { run: { command, env: path, ...(name === 'test' && { cwd: process.cwd() }) } };
}

/** A campaign of one engine has few cases here; one of all of them is ended when the first engine is done. */
function fuzz(args: string[]): Bound {
  const engine = args[args.indexOf('--engine') + 1];
  if (!args.includes('--engine') || engine === 'all') return { args: fewCases, until: /^jpeg: \{/m };
  return { args: fewCases };
}

function fewCases(args: string[]): string[] {
  const short = args.map((arg, i) => (args[i - 1] === '--cases' ? '20' : arg));
  return short.includes('--cases') || short.includes('--only') ? short : [...short, '--cases', '20'];
}
