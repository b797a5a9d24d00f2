import type { ChartCase } from './chart-case.js';

const monitor = (changes: Record<string, unknown>) => ({
  metrics: { serviceMonitor: { enabled: true, apiKeySecret: { name: 'scrape' }, ...changes } },
});

/** What a Prometheus operator is told. */
export const MONITORING_CASES: readonly ChartCase[] = [
  {
    name: 'metrics.serviceMonitor',
    values: monitor({
      interval: '1m',
      scrapeTimeout: '5s',
      labels: { release: 'prometheus' },
      apiKeySecret: { name: 'scrape', key: 'k' },
    }),
    expected: {
      'ServiceMonitor metadata labels release': 'prometheus',
      'ServiceMonitor spec jobLabel': 'app.kubernetes.io/instance',
      'ServiceMonitor spec endpoints 0': {
        port: 'http',
        path: '/metrics',
        interval: '1m',
        scrapeTimeout: '5s',
        authorization: { type: 'Bearer', credentials: { name: 'scrape', key: 'k' } },
      },
    },
  },
  {
    name: 'metrics.serviceMonitor where nobody needs a key',
    values: { config: { AUTH: 'off' }, metrics: { serviceMonitor: { enabled: true } } },
    expected: { 'ServiceMonitor spec endpoints 0 authorization': undefined },
  },
  {
    name: 'metrics.serviceMonitor where everybody may read metrics',
    values: { config: { METRICS: 'public' }, metrics: { serviceMonitor: { enabled: true } } },
    expected: { 'env METRICS': 'public', 'ServiceMonitor spec endpoints 0 authorization': undefined },
  },
];

/** Cases that stand on the rules of deploy/monitoring, which the chart carries. */
export const RULE_CASES: readonly ChartCase[] = [
  {
    name: 'metrics.prometheusRule',
    values: {
      metrics: {
        prometheusRule: {
          enabled: true,
          labels: { role: 'alerts' },
          runbook: 'https://wiki.example.org/tetrapod',
          objectives: { 'tetrapod:availability_objective:ratio': 0.99 },
        },
      },
    },
    expected: { 'PrometheusRule metadata labels role': 'alerts' },
  },
];
