import { describe, expect, it } from '@jest/globals';
import type { Counter } from 'prom-client';
import { RequestObservers } from '../http/request-observers.js';
import { RequestRecord } from '../http/request-record.js';
import type { Classifier, LabelScore } from '../pipeline/classifier.js';
import { MetricsRegistry } from './metrics-registry.js';
import { PictureMetrics } from './picture-metrics.js';

/** A model of so many labels, and what counts its pictures. */
function open(labelCount: number) {
  const labels = Array.from({ length: labelCount }, (_, i) => `label ${i}`);
  const registry = new MetricsRegistry();
  const classifier = { model: { labels } } as unknown as Classifier;
  const metrics = new PictureMetrics(registry, classifier, new RequestObservers());
  metrics.onApplicationBootstrap();
  const answer = async (...best: LabelScore[]) => {
    const record = new RequestRecord('id', 'POST', '/predict', undefined);
    for (const score of best) {
      const scores = [score, { label: labels[0]!, confidence: 0 }];
      await record.picture(1000, () =>
        Promise.resolve({ scores, output: new Float64Array(), timings: { decode: 2 } }),
      );
    }
    metrics.ended(record);
  };
  const counter = registry.own.getSingleMetric('tetrapod_predictions_total') as Counter<'label'>;
  const predictions = async () =>
    new Map((await counter.get()).values.map(({ labels: { label }, value }) => [String(label), value]));
  return { registry, answer, predictions };
}

describe('PictureMetrics', () => {
  it('begins every label of the model at zero, and counts the best one of each picture', async () => {
    const { answer, predictions } = open(3);
    expect([...(await predictions())]).toEqual([
      ['label 0', 0],
      ['label 1', 0],
      ['label 2', 0],
    ]);
    await answer({ label: 'label 2', confidence: 0.4 }, { label: 'label 2', confidence: 0.9 });
    expect((await predictions()).get('label 2')).toBe(2);
  });

  it('has a series for each of the first 1000 labels, and one for all others', async () => {
    const { answer, predictions } = open(1200);
    expect((await predictions()).size).toBe(1001);
    await answer({ label: 'label 999', confidence: 0.5 });
    await answer({ label: 'label 1000', confidence: 0.5 }, { label: 'label 1199', confidence: 0.5 });
    const counted = await predictions();
    expect(counted.size).toBe(1001);
    expect([counted.get('label 999'), counted.get('other'), counted.get('label 998')]).toEqual([1, 2, 0]);
  });

  it('measures stages in seconds, and puts a confidence of 1 into the last bucket', async () => {
    const { registry, answer } = open(1);
    const metrics = registry.own;
    await answer({ label: 'label 0', confidence: 1 });
    const text = await metrics.metrics();
    expect(text).toContain('tetrapod_stage_duration_seconds_sum{stage="decode"} 0.002\n');
    expect(text).toContain('tetrapod_top_confidence_bucket{le="1"} 1\n');
    expect(text).toContain('tetrapod_top_confidence_bucket{le="0.99"} 0\n');
  });
});
