import { Option, type Command } from 'commander';
import { withHelp } from '../help.js';
import { wholeNumber } from '../option-values.js';
import { drawnSize, header, levels, serverUrl } from './bench-options.js';
import { DEFAULT_SIZE } from './drawn/drawn-sizes.js';
import { DOORS } from './http/request.js';
import type { BenchOptions } from './run-bench.js';

export function registerBench(program: Command): void {
  withHelp(program.command('bench'), {
    examples: [
      'tetrapod bench http://127.0.0.1:3000',
      'tetrapod bench http://127.0.0.1:3000 photos/ --concurrency 1,8,64',
    ],
    exitCodes: '0 fine, 1 no, wrong or failed answers, 2 wrong usage, 130 Ctrl-C',
  })
    .description('Put load on a running server, and find its knee.')
    .argument('<url>', 'of the server', serverUrl)
    .argument('[pictures...]', 'files or folders to send (default: drawn ones)')
    .addOption(
      new Option('--concurrency <list>', 'connections, level by level')
        .argParser(levels)
        .default([1, 2, 4, 8, 16, 32, 64], '1,2,...,64'),
    )
    .option('--duration <s>', 'seconds for each level', wholeNumber(1, 300), 5)
    .option('--warm-up <s>', 'seconds before each that do not count', wholeNumber(0, 60), 1)
    .option('--max-requests <n>', 'send no more than that', wholeNumber(1, 10_000_000), 1_000_000)
    .option('--draw <size>', 'of drawn pictures, up to 4000x3000', drawnSize, DEFAULT_SIZE)
    .addOption(new Option('--door <way>', 'how pictures go').choices(DOORS).default('json'))
    .option('--header <line>', "send 'Name: value' too; a key: TETRAPOD_API_KEY", header)
    .option('--latency-target <ms>', 'p99 to keep, for QUEUE_MAX', wholeNumber(1, 600_000), 1000)
    .option('--pid <n>', 'the server here (Linux), for CPU and memory', wholeNumber(1, 4_194_304))
    .addOption(new Option('--format <f>', 'of the report').choices(['text', 'json']).default('text'))
    .option('--svg <file>', 'write the curve as a picture')
    .action(async (url: URL, paths: string[], options: Omit<BenchOptions, 'url' | 'paths'>) => {
      const { runBench } = await import('./run-bench.js');
      process.exitCode = await runBench({ ...options, url, paths });
    });
}
