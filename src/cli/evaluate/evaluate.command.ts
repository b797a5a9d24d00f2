import { Option, type Command } from 'commander';
import { defaultJobs, fraction, jobs } from '../option-values.js';
import type { EvaluateOptions } from './run-evaluate.js';

const AFTER = `
Example:
  $ tetrapod evaluate --truth pictures/truth.csv --min-accuracy 0.9

The truth is CSV, one line file,label for each picture. The label none means
that no label should reach the threshold.
Exit codes: 0 fine, 1 a file was bad, or below --min-accuracy, 2 wrong usage`;

export function registerEvaluate(program: Command): void {
  program
    .command('evaluate')
    .description('Measure how often a model is right, and how fast it is.')
    .requiredOption('--truth <file>', 'CSV file of pictures and their labels')
    .option('--root <folder>', 'where relative paths start (default: beside the CSV)')
    .option('--model <path>', 'which model answers (MODEL)')
    .option('--threshold <0..1>', 'for pictures that show none', fraction, 0.5)
    .option('--min-accuracy <0..1>', 'exit 1 where the accuracy is lower', fraction)
    .option('--json', 'the report as one JSON object')
    .addOption(
      new Option('--jobs <n>', 'pictures at a time').argParser(jobs).default(defaultJobs(), 'one per CPU'),
    )
    .helpOption('-h, --help', 'print this help')
    .addHelpText('after', AFTER)
    .action(async (options: EvaluateOptions) => {
      const { runEvaluate } = await import('./run-evaluate.js');
      process.exitCode = await runEvaluate(options);
    });
}
