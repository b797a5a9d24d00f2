import { Option, type Command } from 'commander';
import { withHelp } from '../help.js';
import { defaultJobs, fraction, jobs, wholeNumber } from '../option-values.js';
import type { ClassifyOptions } from './run-classify.js';

export function registerClassify(program: Command): void {
  withHelp(program.command('classify'), {
    examples: [
      'tetrapod classify frog.jpg holiday/',
      'tetrapod classify --json --threshold 0 - < frog.jpg',
      "find . -name '*.png' | tetrapod classify --files-from - --csv",
    ],
    exitCodes: '0 fine, 1 a bad file or none found, 2 wrong usage, 130 Ctrl-C',
  })
    .description('Classify picture files, just as the server would.')
    .argument('[paths...]', 'files, folders, or - for one picture on standard input')
    .option('--model <path>', 'which model answers (MODEL)')
    .option('--threshold <0..1>', 'leave out labels below this confidence', fraction, 0.5)
    .option('--top-k <n>', 'at most so many labels a picture', wholeNumber(1, 1_000_000))
    .addOption(new Option('--json', 'one JSON object a line').conflicts('csv'))
    .option('--csv', 'CSV, one row for each label')
    .option('--files-from <file>', 'read more paths from a file, one a line; - for stdin')
    .option('--no-recursive', 'leave out folders within folders')
    .addOption(new Option('--recursive').hideHelp())
    .addOption(
      new Option('--jobs <n>', 'pictures at a time').argParser(jobs).default(defaultJobs(), 'one per CPU'),
    )
    .action(async (paths: string[], options: Omit<ClassifyOptions, 'paths'>) => {
      const { runClassify } = await import('./run-classify.js');
      process.exitCode = await runClassify({ ...options, paths });
    });
}
