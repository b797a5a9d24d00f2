import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { parse, stringify } from 'yaml';

interface Rule {
  seriesQuery: string;
  name: { matches: string; as: string };
  metricsQuery: string;
}

const [rule] = (
  parse(readFileSync('deploy/helm/prometheus-adapter.yaml', 'utf8')) as { rules: { custom: [Rule] } }
).rules.custom;
const { autoscaling } = parse(readFileSync('deploy/helm/tetrapod/values.yaml', 'utf8')) as {
  autoscaling: { queueWait: { metric: string } };
};

/** What the adapter asks Prometheus for the pods of a Deployment (pkg/naming/metrics_query.go). */
function queryFor(pods: string[]): string {
  const series = /^\w+/.exec(rule.seriesQuery)![0];
  return rule.metricsQuery
    .replaceAll('<<.Series>>', series)
    .replaceAll('<<.LabelMatchers>>', `namespace="prod",pod=~"${pods.join('|')}"`)
    .replaceAll('<<.GroupBy>>', 'pod');
}

/** A histogram that grows so much in each bucket a minute, as counts below the bound. */
function histogram(labels: string, growth: Record<string, number>): { series: string; values: string }[] {
  return Object.entries(growth).map(([le, step]) => ({
    series: `tetrapod_stage_duration_seconds_bucket{${labels},le="${le}"}`,
    values: `0+${step}x10`,
  }));
}

describe('the rule for prometheus-adapter', () => {
  let folder: string;
  beforeAll(() => {
    folder = mkdtempSync(join(tmpdir(), 'adapter-'));
  });
  afterAll(() => {
    rmSync(folder, { recursive: true });
  });

  const promtool = (expected: { labels: string; value: number }[]) => {
    const file = join(folder, 'test.yaml');
    const queue = (pod: string) => `namespace="prod",pod="${pod}",stage="queue"`;
    const tests = [
      {
        interval: '1m',
        input_series: [
          ...histogram(queue('busy'), { '0.05': 0, '0.1': 50, '0.25': 100, '+Inf': 100 }),
          ...histogram(queue('idle'), { '0.05': 0, '0.1': 0, '0.25': 0, '+Inf': 0 }),
          // Neither another stage, nor another pod, nor another namespace counts.
          ...histogram('namespace="prod",pod="busy",stage="inference"', { '0.25': 0, '+Inf': 900 }),
          ...histogram(queue('stranger'), { '0.25': 0, '+Inf': 900 }),
          ...histogram('namespace="test",pod="busy",stage="queue"', { '0.25': 0, '+Inf': 900 }),
        ],
        promql_expr_test: [
          { expr: `round(${queryFor(['busy', 'idle'])}, 0.001)`, eval_time: '10m', exp_samples: expected },
        ],
      },
    ];
    writeFileSync(file, stringify({ tests }));
    return execFileSync('promtool', ['test', 'rules', file], { encoding: 'utf8', stdio: 'pipe' });
  };

  it('gives the 90th percentile of the wait of each pod, and 0 for one without pictures', () => {
    // Nine of ten: four fifths of the way from 0.1 to 0.25.
    const expected = [
      { labels: '{pod="busy"}', value: 0.22 },
      { labels: '{pod="idle"}', value: 0 },
    ];
    expect(promtool(expected)).toContain('SUCCESS');
  });

  it('would be told from a rule that gives something else', () => {
    expect(() => promtool([{ labels: '{pod="busy"}', value: 0.22 }])).toThrow(/FAILED|Command failed/);
  });

  it('has the name that the chart asks for', () => {
    expect(rule.name.as).toBe(autoscaling.queueWait.metric);
    expect(rule.seriesQuery).toMatch(new RegExp(rule.name.matches.replace('$', '')));
  });
});
