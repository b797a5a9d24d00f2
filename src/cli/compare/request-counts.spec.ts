import { describe, expect, it } from '@jest/globals';
import { readRequestCounts } from './request-counts.js';

const sample = (labels: string, value: number) => `tetrapod_http_requests_total{${labels}} ${value}`;
const metrics = (...samples: string[]) =>
  [
    '# TYPE process_start_time_seconds gauge',
    'process_start_time_seconds 1795379700.5',
    '# TYPE tetrapod_http_requests_total counter',
    ...samples,
    '',
  ].join('\n');

describe('the counts of requests', () => {
  it('sum what was posted, and of that what was answered with 5xx', () => {
    const text = metrics(
      sample('method="POST",route="/predict",status="200",code="none"', 90),
      sample('method="POST",route="/predict",status="422",code="image_corrupt"', 4),
      sample('method="POST",route="/v2/models/:model/infer",status="500",code="worker_crashed"', 2),
      sample('status="503",code="overloaded",route="/predict/batch",method="POST"', 3),
      sample('method="POST",route="/predict",status="aborted",code="none"', 1),
    );
    expect(readRequestCounts(text)).toEqual({ requests: 100, failed: 5, startedAt: 1795379700.5 });
  });

  it('leave out probes, scrapes, and what has no route', () => {
    const text = metrics(
      sample('method="GET",route="/health/ready",status="503",code="not_ready"', 70),
      sample('method="GET",route="/metrics",status="200",code="none"', 70),
      sample('method="POST",route="unmatched",status="404",code="not_found"', 70),
    );
    expect(readRequestCounts(text)).toEqual({ requests: 0, failed: 0, startedAt: 1795379700.5 });
  });

  it('are not found in the metrics of something else', () => {
    expect(readRequestCounts('process_start_time_seconds 1\nhttp_requests_total 5\n')).toBeUndefined();
    expect(readRequestCounts(sample('method="POST"', 1))).toBeUndefined();
    expect(readRequestCounts('<html></html>')).toBeUndefined();
  });
});
