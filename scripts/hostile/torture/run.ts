/** Posts every hostile picture to a server: npm run torture -- URL. docs/hostile-pictures.md explains it. */
import { columns } from '../../../src/cli/evaluate/text-columns.js';
import { ask, isHealthy } from './ask.js';
import { tortureFiles } from './files.js';
import { complaints, megabytes, show } from './judge.js';
import { peakRssOfTree } from './memory.js';
import { readOptions, USAGE, type TortureOptions } from './options.js';

async function torture(options: TortureOptions): Promise<number> {
  const { url, pid, timeoutMs, health, only, isShort, isQuiet } = options;
  const files = tortureFiles().filter(({ name, expectation }) => {
    return name.includes(only) && !(isShort && expectation.is_long);
  });
  const rows: string[][] = [['file', 'bytes', 'answer', 'ms', ...(pid === undefined ? [] : ['peak MB']), '']];
  let unexpected = 0;
  let formerPeakBytes: number | undefined;
  for (const { name, expectation, content } of files) {
    const reply = await ask(url, content(), options);
    const observed = {
      reply,
      isHealthy: await isHealthy(url, health, timeoutMs),
      peakBytes: pid === undefined ? undefined : peakRssOfTree(pid),
      formerPeakBytes,
    };
    formerPeakBytes = observed.peakBytes;
    const wrong = complaints(expectation, observed, options);
    if (wrong.length > 0) unexpected++;
    if (isQuiet && wrong.length === 0) continue;
    rows.push([
      name,
      String(expectation.bytes),
      reply.failure === undefined ? show(reply) : '-',
      reply.ms.toFixed(0),
      ...(observed.peakBytes === undefined ? [] : [megabytes(observed.peakBytes)]),
      wrong.join('; '),
    ]);
  }
  if (rows.length > 1) console.log(columns(rows));
  console.log(`${String(files.length)} files, ${String(unexpected)} unexpected`);
  if (files.length === 0) throw new Error('expected at least one file; --only leaves none');
  return unexpected === 0 ? 0 : 1;
}

try {
  process.exitCode = await torture(readOptions(process.argv.slice(2)));
} catch (error) {
  console.error(`torture: ${(error as Error).message}\n\n${USAGE}`);
  process.exitCode = 2;
}
