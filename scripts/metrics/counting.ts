import { performance } from 'node:perf_hooks';
import type { HttpAdapterHost } from '@nestjs/core';
import type { KeyStore } from '../../src/auth/key-store.js';
import { RequestObservers } from '../../src/http/request-observers.js';
import { RequestRecord } from '../../src/http/request-record.js';
import { MetricsRegistry } from '../../src/metrics/metrics-registry.js';
import { PictureMetrics } from '../../src/metrics/picture-metrics.js';
import { RequestMetrics } from '../../src/metrics/request-metrics.js';
import type { Classifier } from '../../src/pipeline/classifier.js';

const RECORDS = 100_000;
const SCRAPES = 31;

interface Counting {
  registry: MetricsRegistry;
  /** Makes the record of a request of one picture that is answered. */
  make: (i: number) => RequestRecord;
  count: (record: RequestRecord) => void;
}

/** What counts requests and pictures, for a model of so many labels. */
function counting(labelCount: number): Counting {
  const labels = Array.from({ length: labelCount }, (_, i) => `label ${i}`);
  const registry = new MetricsRegistry();
  const observers = new RequestObservers();
  const keys = { isRequired: true, names: ['frontend'] } as unknown as KeyStore;
  const pictures = new PictureMetrics(registry, { model: { labels } } as unknown as Classifier, observers);
  const requests = new RequestMetrics(registry, keys, observers, {} as HttpAdapterHost);
  pictures.onApplicationBootstrap();
  const facts = { format: 'jpeg', width: 500, height: 375 } as const;
  const timings = { queue: 0.4, decode: 1.5, preprocess: 0.6, inference: 7 };
  return {
    registry,
    make: (i) => {
      const record = new RequestRecord('id', 'POST', '/predict', '127.0.0.1');
      const startedAt = performance.now();
      const period = { startedAt, endedAt: startedAt + (i % 50) };
      record.route = '/predict';
      record.status = 200;
      record.keyName = 'frontend';
      record.endedAt = period.endedAt;
      record.stages.push({ stage: 'receive', ...period }, { stage: 'parse', ...period });
      record.stages.push({ stage: 'postprocess', ...period });
      const best = { label: labels[i % labelCount]!, confidence: (i % 100) / 100 };
      const code = undefined;
      record.pictures.push({ ...period, bytes: 40_000, code, timings, facts, workedOn: undefined, best });
      return record;
    },
    count: (record) => {
      requests.began();
      requests.ended(record);
      pictures.ended(record);
    },
  };
}

/** @returns microseconds of CPU that a request costs to count, without the making of its record */
export function measureCounting(labelCount: number): number {
  const { make, count } = counting(labelCount);
  const records = Array.from({ length: RECORDS }, (_, i) => make(i));
  for (const record of records) count(record);
  const before = process.cpuUsage();
  for (const record of records) count(record);
  const { user, system } = process.cpuUsage(before);
  return (user + system) / RECORDS;
}

/** The text of everything but the gauges of a server, and the median time of making it. */
export async function measureScrape(
  labelCount: number,
): Promise<{ milliseconds: number; bytes: number; series: number }> {
  const { registry, make, count } = counting(labelCount);
  for (let i = 0; i < 2 * labelCount; i++) count(make(i));
  const times: number[] = [];
  let text = '';
  for (let i = 0; i < SCRAPES; i++) {
    const start = performance.now();
    text = await registry.render();
    times.push(performance.now() - start);
  }
  times.sort((a, b) => a - b);
  const series = text.split('\n').filter((line) => line !== '' && !line.startsWith('#')).length;
  return { milliseconds: times[SCRAPES >> 1]!, bytes: Buffer.byteLength(text), series };
}
