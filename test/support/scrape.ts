import { MetricsRegistry } from '../../src/metrics/metrics-registry.js';
import type { RunningApp } from './app.js';
import { Exposition, type Labels } from './exposition.js';

/** Without a request of its own, which would be counted. */
export const scrape = async ({ app }: RunningApp) => new Exposition(await app.get(MetricsRegistry).render());

/** How much a request adds to each metric that is named. */
export async function added(
  app: RunningApp,
  act: () => Promise<unknown>,
  metrics: readonly (readonly [name: string, labels?: Labels])[],
): Promise<number[]> {
  const before = await scrape(app);
  await act();
  // Answers are counted when they have been sent.
  let after = await scrape(app);
  while (after.sum('tetrapod_requests_in_flight') > 0) after = await scrape(app);
  return metrics.map(([name, labels]) => round(after.sum(name, labels) - before.sum(name, labels)));
}

export const round = (value: number) => Math.round(value * 1e6) / 1e6;
