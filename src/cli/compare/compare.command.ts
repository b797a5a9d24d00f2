import { InvalidArgumentError, Option, type Command } from 'commander';
import { withHelp } from '../help.js';
import { header, serverUrl } from '../bench/bench-options.js';
import { fraction, wholeNumber } from '../option-values.js';
import type { CompareOptions } from './run-compare.js';

/** A number of 1 or more. */
function times(text: string): number {
  const value = /^\d+(\.\d+)?$/.test(text) ? Number(text) : NaN;
  if (!(value >= 1 && value <= 1000)) throw new InvalidArgumentError('expected a number from 1 to 1000');
  return value;
}

export function registerCompare(program: Command): void {
  withHelp(program.command('compare'), {
    examples: [
      'tetrapod compare http://10.0.0.1:3000 http://10.0.0.2:3000 photos/',
      'TETRAPOD_API_KEY=tpd_... tetrapod compare http://old:3000 http://new:3000 p/',
    ],
    exitCodes: '0 fine, 1 a bound is broken or no answer, 2 wrong usage, 130 Ctrl-C',
  })
    .description('Judge a new version of a running server by the old one.')
    .argument('<old>', 'URL of the server that is trusted', serverUrl)
    .argument('<new>', 'URL of the one that is judged', serverUrl)
    .argument('<pictures...>', 'files or folders to send to both')
    .option('--duration <s>', 'how long', wholeNumber(1, 3600), 30)
    .option('--pause <ms>', 'between two pictures', wholeNumber(0, 60_000), 100)
    .option('--min-agreement <0..1>', 'part of the same best labels', fraction, 0.99)
    .option('--max-error-ratio <0..1>', 'part of failed requests', fraction, 0.01)
    .option('--max-slowdown <times>', 'work on a picture, new by old', times, 3)
    .option('--min-requests <n>', 'fewer allow no verdict', wholeNumber(1, 1_000_000), 50)
    .option('--no-metrics', 'count only the requests of this command')
    .option('--header <line>', "send 'Name: value' too; a key: TETRAPOD_API_KEY", header)
    .addOption(new Option('--format <f>', 'of the report').choices(['text', 'json']).default('text'))
    .action(
      async (
        before: URL,
        after: URL,
        paths: string[],
        options: Omit<CompareOptions, 'old' | 'new' | 'paths'>,
      ) => {
        const { runCompare } = await import('./run-compare.js');
        process.exitCode = await runCompare({ ...options, old: before, new: after, paths });
      },
    );
}
