import { graph, heatmap, JOBS, number, quantiles, query, rate, REPLICAS, type Row } from '../panel.js';

const PREDICTIONS = 'route=~"/predict|/v2/models/.+/infer", status=~"2.."';

/** How fast a budget is spent: 1 is just the pace that lasts for 30 days. */
const burn = (ratio: string, objective: string) =>
  ['5m', '1h', '6h', '3d'].map((window) =>
    query(
      `tetrapod:requests_${ratio}:ratio${window}{${JOBS}} / on () group_left () (1 - tetrapod:${objective}_objective:ratio)`,
      `{{job}} over ${window}`,
    ),
  );

export const goldenSignals: Row = {
  title: 'Golden signals',
  panels: [
    number('Requests', {
      description: 'Requests that are answered in a second, of all kinds.',
      unit: 'reqps',
      queries: [query(rate('tetrapod_http_requests_total'), 'requests')],
    }),
    number('Available, last hour', {
      description:
        'The share of valid requests for predictions (2xx and 5xx) that were answered. 4xx and requests that their clients left count neither way.',
      unit: 'percentunit',
      queries: [query(`1 - tetrapod:requests_failed:ratio1h{${JOBS}}`, '{{job}}')],
    }),
    number('Within a second, last hour', {
      description:
        'The share of answered requests for predictions that took at most a second. Batches are left out.',
      unit: 'percentunit',
      queries: [query(`1 - tetrapod:requests_slow:ratio1h{${JOBS}}`, '{{job}}')],
    }),
    number('Median', {
      description: 'Of requests for predictions that were answered.',
      unit: 's',
      queries: quantiles('tetrapod_http_request_duration_seconds', [0.5], { where: PREDICTIONS }),
    }),
    number('Ready replicas', {
      description: 'Replicas whose GET /health/ready says 200.',
      unit: 'none',
      queries: [query(`sum (tetrapod_ready{${REPLICAS}})`, 'ready')],
    }),
    number('Replicas', {
      description: 'Replicas that Prometheus reaches.',
      unit: 'none',
      queries: [query(`count (tetrapod_ready{${REPLICAS}})`, 'reached')],
    }),
    graph('Requests by status', {
      description: 'Traffic. The status is "aborted" where the client left before its answer.',
      unit: 'reqps',
      isStacked: true,
      queries: [query(rate('tetrapod_http_requests_total', { by: 'status' }), '{{status}}')],
    }),
    graph('Requests by route', {
      description: 'Traffic by the template of the path; "unmatched" is everything that does not exist.',
      unit: 'reqps',
      isStacked: true,
      queries: [query(rate('tetrapod_http_requests_total', { by: 'method, route' }), '{{method}} {{route}}')],
    }),
    graph('Failures by code', {
      description: 'Errors: every 4xx and 5xx by its code (docs/errors.md). Only 5xx spend the error budget.',
      unit: 'reqps',
      queries: [
        query(
          rate('tetrapod_http_requests_total', { by: 'status, code', where: 'status=~"[45].."' }),
          '{{status}} {{code}}',
        ),
      ],
    }),
    graph('Duration', {
      description:
        'Requests for predictions that were answered, from the first line read to the answer sent. A slow upload is in it.',
      unit: 's',
      queries: quantiles('tetrapod_http_request_duration_seconds', [0.5, 0.95, 0.99], { where: PREDICTIONS }),
    }),
    heatmap('Duration, all of them', {
      description: 'The same as a distribution: several bands are several kinds of requests.',
      unit: 's',
      queries: [
        query(
          rate('tetrapod_http_request_duration_seconds_bucket', { by: 'le', where: PREDICTIONS }),
          '{{le}}',
        ),
      ],
    }),
    graph('Refusals by reason', {
      description:
        'Requests that were refused before any work: what clients did wrong, and overloaded, deadline_exceeded and too_many_connections for want of capacity.',
      unit: 'reqps',
      queries: [query(`${rate('tetrapod_rejections_total', { by: 'reason' })} > 0`, '{{reason}}')],
    }),
    graph('Error budget burn', {
      description:
        '1 spends the budget of 30 days in 30 days. A page from 14.4 over an hour or 6 over six hours, a ticket from 1 over three days.',
      unit: 'none',
      queries: burn('failed', 'availability'),
    }),
    graph('Latency budget burn', {
      description: 'The same for answers that took more than a second.',
      unit: 'none',
      queries: burn('slow', 'latency'),
    }),
    graph('Requests by key', {
      description: 'Where there are API keys: requests by the name of the key.',
      unit: 'reqps',
      queries: [query(rate('tetrapod_requests_by_key_total', { by: 'key' }), '{{key}}')],
    }),
  ],
};

export const stages: Row = {
  title: 'Stages',
  panels: [
    graph('Median of each stage', {
      description: 'Where the time of a request goes. queue is the wait for a worker and the hand-over.',
      unit: 's',
      queries: quantiles('tetrapod_stage_duration_seconds', [0.5], { by: 'stage', legend: '{{stage}}' }),
    }),
    graph('p95 of each stage', {
      description: 'What holds up the slow ones.',
      unit: 's',
      queries: quantiles('tetrapod_stage_duration_seconds', [0.95], { by: 'stage', legend: '{{stage}}' }),
    }),
    graph('Time spent in each stage', {
      description:
        'Seconds for each second: without queue and receive, about the cores that are busy with it.',
      unit: 'none',
      isStacked: true,
      queries: [query(rate('tetrapod_stage_duration_seconds_sum', { by: 'stage' }), '{{stage}}')],
    }),
  ],
};
