import { Option, type Command } from 'commander';
import { withHelp } from '../help.js';
import { defaultJobs, fraction, jobs } from '../option-values.js';
import type { EvaluateOptions } from './run-evaluate.js';

export function registerEvaluate(program: Command): void {
  withHelp(program.command('evaluate'), {
    examples: [
      'tetrapod evaluate --truth truth.csv --min-accuracy 0.9',
      'tetrapod evaluate --truth truth.csv --model models/resnet-50 --json',
    ],
    note: 'The truth has a line file,label for each picture. The label none means that no\nlabel should reach the threshold.',
    exitCodes: '0 fine, 1 a bad file or low accuracy, 2 wrong usage, 130 Ctrl-C',
  })
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
    .action(async (options: EvaluateOptions) => {
      const { runEvaluate } = await import('./run-evaluate.js');
      process.exitCode = await runEvaluate(options);
    });
}
