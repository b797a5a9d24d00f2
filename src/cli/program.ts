import { Command, CommanderError } from 'commander';
import { packageVersion } from '../config/package-version.js';
import { registerBench } from './bench/bench.command.js';
import { registerClassify } from './classify/classify.command.js';
import { endQuietlyWithoutReader } from './broken-pipe.js';
import { explainError, UsageError } from './cli-error.js';
import { OUTPUT, withHelp } from './help.js';
import { registerCompare } from './compare/compare.command.js';
import { registerEvaluate } from './evaluate/evaluate.command.js';
import { registerInspect } from './inspect/inspect.command.js';
import { registerKeys } from './keys/keys.command.js';
import { registerPull } from './pull/pull.command.js';
import { registerServe } from './serve.command.js';

/**
 * The command line with all its commands. Nothing heavy is loaded here: each action imports what it needs.
 * @param shutdown aborted by SIGTERM or SIGINT; for `serve` alone
 */
export function createProgram(shutdown?: AbortSignal): Command {
  const program = new Command('tetrapod')
    .description('Classifies pictures: as a server, or files at hand.')
    .version(packageVersion(), '-V, --version', 'print the version')
    .helpCommand('help [command]', 'print the help of a command')
    .exitOverride()
    .configureOutput(OUTPUT);
  withHelp(program, {
    examples: [
      'tetrapod serve --port 8080',
      'tetrapod classify holiday/ --json > labels.jsonl',
      'tetrapod evaluate --truth truth.csv --min-accuracy 0.9',
    ],
    note: 'tetrapod COMMAND --help has the options. Settings: docs/configuration.md',
    exitCodes: '0 fine, 1 failed, 2 wrong usage, 130 Ctrl-C (docs/cli.md)',
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
  const words = withoutHelpForNothing(program, args);
  try {
    await program.parseAsync(words, { from: 'user' });
    return Number(process.exitCode ?? 0);
  } catch (error) {
    if (error instanceof CommanderError) {
      // Help and version are no errors, unless the help is there because the command is missing.
      if (error.exitCode === 0) return 0;
      if (error.code === 'commander.help') return 2;
    }
    process.stderr.write(explainError(error, helpCommandFor(program, words)));
    return error instanceof CommanderError || error instanceof UsageError ? 2 : 1;
  }
}

/**
 * Commander answers `help clasify`, `clasify --help` and `keys nwe --help` with the help of what stands above; better is
 * the error that it has for the words alone, which says what may have been meant. `help keys new` it does not know.
 */
function withoutHelpForNothing(program: Command, args: string[]): string[] {
  const isHelp = args[0] === 'help';
  const words = isHelp ? args.slice(1) : args;
  let command = program;
  for (const [index, name] of words.entries()) {
    if (name.startsWith('-') || command.commands.length === 0) break;
    const child = command.commands.find((candidate) => candidate.name() === name);
    if (!child) return index === 0 && name === 'help' ? ['--help'] : words.slice(0, index + 1);
    command = child;
  }
  return isHelp ? [...words.filter((word) => !word.startsWith('-')), '--help'] : args;
}

function helpCommandFor(program: Command, args: string[]): string {
  let command = program;
  let path = 'tetrapod';
  for (const name of args) {
    const child = command.commands.find((candidate) => candidate.name() === name);
    if (!child) break;
    command = child;
    path += ` ${name}`;
  }
  return `${path} --help`;
}
