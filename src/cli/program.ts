import { readFileSync } from 'node:fs';
import { Command, CommanderError } from 'commander';
import { registerBench } from './bench/bench.command.js';
import { registerClassify } from './classify/classify.command.js';
import { endQuietlyWithoutReader } from './broken-pipe.js';
import { explainError, UsageError } from './cli-error.js';
import { registerCompare } from './compare/compare.command.js';
import { registerEvaluate } from './evaluate/evaluate.command.js';
import { registerInspect } from './inspect/inspect.command.js';
import { registerKeys } from './keys/keys.command.js';
import { registerPull } from './pull/pull.command.js';
import { registerServe } from './serve.command.js';

const MAX_WIDTH = 80;

/** What every help ends with. */
const AFTER = `
Examples:
  $ tetrapod serve --port 8080
  $ tetrapod classify holiday/ --json > labels.jsonl
  $ tetrapod evaluate --truth truth.csv --min-accuracy 0.9

Exit codes: 0 fine, 1 the work failed (bad files, below the bound),
2 wrong usage, 130 after Ctrl-C. Settings: docs/configuration.md`;

/**
 * The command line with all its commands. Nothing heavy is loaded here: each action imports what it needs.
 * @param shutdown aborted by SIGTERM or SIGINT; for `serve` alone
 */
export function createProgram(shutdown?: AbortSignal): Command {
  const program = new Command('tetrapod')
    .description('Classifies pictures: as a server, or files at hand.')
    .version(packageVersion(), '-V, --version', 'print the version')
    .helpOption('-h, --help', 'print this help, or that of a command')
    .helpCommand('help [command]', 'print the help of a command')
    .addHelpText('after', AFTER)
    // The arguments of each command are in its own help.
    .configureHelp({ subcommandTerm: (command) => command.name() })
    .exitOverride()
    .configureOutput({
      getOutHelpWidth: () => Math.min(MAX_WIDTH, process.stdout.columns || MAX_WIDTH),
      getErrHelpWidth: () => Math.min(MAX_WIDTH, process.stderr.columns || MAX_WIDTH),
      // Told by runProgram, in one line.
      outputError: () => undefined,
    });
  registerServe(program, shutdown);
  registerClassify(program);
  registerEvaluate(program);
  registerPull(program);
  registerInspect(program);
  registerBench(program);
  registerCompare(program);
  registerKeys(program);
  return program;
}

/** Runs the command that the arguments name, and tells in one line what goes wrong. @returns the exit code */
export async function runProgram(args: string[], shutdown?: AbortSignal): Promise<number> {
  endQuietlyWithoutReader();
  const program = createProgram(shutdown);
  try {
    await program.parseAsync(args, { from: 'user' });
    return Number(process.exitCode ?? 0);
  } catch (error) {
    if (error instanceof CommanderError) {
      // Help and version are no errors, unless the help is there because the command is missing.
      if (error.exitCode === 0) return 0;
      if (error.code === 'commander.help') return 2;
    }
    process.stderr.write(explainError(error, helpCommandFor(program, args)));
    return error instanceof CommanderError || error instanceof UsageError ? 2 : 1;
  }
}

function helpCommandFor(program: Command, [first]: string[]): string {
  const command = program.commands.find((candidate) => candidate.name() === first);
  return command ? `tetrapod ${command.name()} --help` : 'tetrapod --help';
}

function packageVersion(): string {
  const text = readFileSync(new URL('../../package.json', import.meta.url), 'utf8');
  return (JSON.parse(text) as { version: string }).version;
}
