import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { processTree } from '../../src/cli/bench/server/process-tree.js';
import { ask, isHealthy } from '../../scripts/hostile/torture/ask.js';
import { tortureFiles } from '../../scripts/hostile/torture/files.js';
import { complaints } from '../../scripts/hostile/torture/judge.js';
import { peakRssOfTree } from '../../scripts/hostile/torture/memory.js';
import { startServer, stop, type ServerProcess } from '../support/server-process.js';

const files = tortureFiles().filter(({ expectation }) => !expectation.is_long);
/** Pictures of 50 million pixels take jimp, which is there for where sharp is not, several seconds each. */
const withoutBombs = files.filter(({ expectation }) => expectation.kind !== 'bomb');
/** A bound of a hang; how long they really take stands in docs/hostile-pictures.md. */
const TIMEOUT_MS = 30_000;

describe.each([
  { DECODER: 'auto', budgetMb: 2000, posted: files },
  { DECODER: 'jimp', budgetMb: 2000, posted: withoutBombs },
])('A server with DECODER=$DECODER', ({ DECODER, budgetMb, posted }) => {
  let server: ServerProcess;
  let url: URL;
  let processes: number[];

  beforeAll(async () => {
    server = await startServer({ DECODER, WORKERS: '1' });
    url = new URL(server.url);
    processes = processTree(server.child.pid!);
  }, TIMEOUT_MS);
  afterAll(() => {
    stop(server);
  });

  it.each(posted)(
    'answers $name as expected and stays healthy',
    async ({ expectation, content }) => {
      const observed = {
        reply: await ask(url, content(), { timeoutMs: TIMEOUT_MS }),
        isHealthy: await isHealthy(url, '/health/ready', TIMEOUT_MS),
        peakBytes: undefined,
        formerPeakBytes: undefined,
      };
      const bounds = { timeoutMs: TIMEOUT_MS, memoryBytes: Infinity };
      expect(complaints(expectation, observed, bounds)).toEqual([]);
    },
    2 * TIMEOUT_MS,
  );

  it('has lost no worker over them, and logged no failure', () => {
    expect(processTree(server.child.pid!)).toEqual(processes);
    expect(server.output()).not.toContain('"level":"error"');
  });

  // Elsewhere than on Linux nothing tells the memory of other processes; the sum is 0 there.
  it(`has never held more than ${String(budgetMb)} MB in all its processes`, () => {
    const peakMb = peakRssOfTree(server.child.pid!) / 1024 / 1024;
    expect(peakMb).toBeLessThan(budgetMb);
  });
});
