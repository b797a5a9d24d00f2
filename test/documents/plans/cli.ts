import { startServer, stop } from '../../support/server-process.js';
import { modelPath } from '../../support/tiny-models.js';
import { conclusion } from '../../../src/cli/bench/report/conclusion.js';
import { findKnee } from '../../../src/cli/bench/report/knee.js';
import { suggest } from '../../../src/cli/bench/report/suggestion.js';
import { tableLine } from '../../../src/cli/bench/report/table.js';
import { benchRow } from '../../support/bench-row.js';
import type { Block } from '../blocks.js';
import { expectOutput } from '../compare/output.js';
import type { Plan } from '../plan.js';
import { photos } from './prepare.js';

/** A report of the server's CPU needs its process id, which a document cannot know: so it is printed from its own figures. */
function isWhatBenchPrints(block: Block): void {
  const table = block.text.split('\n\n')[0]!.split('\n').slice(1);
  const rows = table.map((line) => {
    const [connections, perSecond, p50, p99, cpuMs, clientCpuMs, probe, rss, answers] = line
      .trim()
      .split(/\s+/)
      .map(Number);
    const usage = { cpuMs: cpuMs!, clientCpuMs: clientCpuMs!, peakRssBytes: rss! * 1e6, clientLoad: 0 };
    const times = {
      p50: p50!,
      p99: p99!,
      probe: { count: 100, p50: 1, p99: probe!, max: probe!, failed: 0 },
    };
    return benchRow(connections!, perSecond!, { ...usage, ...times, answers: answers! });
  });
  const knee = findKnee(rows)!;
  const lines = [undefined, ...rows].map((row) => tableLine(row)).join('');
  const end = conclusion(knee, suggest(knee, rows, { cpus: 2, latencyTarget: 1000 }));
  expectOutput(block, `${lines}\n${end}`, {});
}

export const cli: Plan = {
  addresses: async (house) => {
    const { url } = await house.server('open');
    // Two models with the same answers, in two versions.
    const settings = { MODEL_NAME: 'frogs', WORKERS: '1' };
    const [before, after] = await Promise.all(
      ['colour-linear', 'nhwc'].map((model) =>
        house.once(model, () => startServer({ ...settings, MODEL: modelPath(model) }), stop),
      ),
    );
    return {
      'http://10.0.0.1:3000': before!.url,
      'http://10.0.0.2:3000': after!.url,
      'https://frogs.example.org': url,
    };
  },
  prepare: (session) => {
    photos(session, 'photos');
  },
  rules: [
    { having: '  connections  requests/s', check: isWhatBenchPrints },
    { under: 'Compare', output: { figures: true, excerpt: true } },
  ],
};
