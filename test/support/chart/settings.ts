import type { ChartCase } from './chart-case.js';

const ENTRY = `me:${'0f'.repeat(32)}:predict+docs`;

/** Settings, where they come from, API keys, and the drain. */
export const SETTING_CASES: readonly ChartCase[] = [
  {
    name: 'config, with large numbers and bare words of YAML',
    values: {
      config: {
        MAX_INFLIGHT_BYTES: 1_099_511_627_776,
        DOCS: false,
        TRUST_PROXY: true,
        PORT: 8080,
        HOST: '::',
      },
    },
    expected: {
      'env MAX_INFLIGHT_BYTES': '1099511627776',
      'env DOCS': 'off',
      'env TRUST_PROXY': 'true',
      'env HOST': '::',
      'env PORT': '8080',
      'container ports 0 containerPort': 8080,
    },
  },
  {
    name: 'config without what the chart sets by default',
    values: {
      config: { LOG_LEVEL: null, MAX_IMAGE_PIXELS: null, SHUTDOWN_DELAY_MS: null, SHUTDOWN_GRACE_MS: null },
    },
    expected: { 'env LOG_LEVEL': undefined, 'pod terminationGracePeriodSeconds': 15 },
  },
  {
    name: 'a shorter and a longer drain',
    values: {
      config: { LOG_LEVEL: 'warn', MAX_IMAGE_PIXELS: 9, SHUTDOWN_DELAY_MS: 0, SHUTDOWN_GRACE_MS: 30_001 },
    },
    expected: { 'pod terminationGracePeriodSeconds': 36, 'env SHUTDOWN_GRACE_MS': '30001' },
  },
  {
    name: 'no drain at all',
    values: { config: { SHUTDOWN_DELAY_MS: 0, SHUTDOWN_GRACE_MS: 0 } },
    expected: { 'pod terminationGracePeriodSeconds': 5, 'env SHUTDOWN_GRACE_MS': '0' },
  },
  {
    name: 'configFromSecrets',
    values: {
      configFromSecrets: { REDIS_URL: { name: 'redis', key: 'url' } },
      networkPolicy: { egress: { redis: { port: 6380 } } },
    },
    expected: {
      'env REDIS_URL secretKeyRef': { name: 'redis', key: 'url' },
      egress: ['53 53', '6380'],
    },
  },
  {
    name: 'keys from a variable',
    values: { configFromSecrets: { API_KEYS: { name: 'k', key: 'v' } }, apiKeys: { existingSecret: '' } },
    expected: {
      'env API_KEYS secretKeyRef name': 'k',
      'env API_KEYS_FILE': undefined,
      'volumes api-keys': undefined,
    },
  },
  {
    name: 'env',
    values: { env: [{ name: 'NODE_EXTRA_CA_CERTS', value: '/ca/ca.pem' }] },
    expected: { 'env NODE_EXTRA_CA_CERTS': '/ca/ca.pem' },
  },
  {
    name: 'apiKeys of another secret',
    values: { apiKeys: { existingSecret: 'clients', secretKey: 'entries' } },
    expected: {
      'env API_KEYS_FILE': '/etc/tetrapod/api-keys/entries',
      'volumes api-keys secret secretName': 'clients',
      'mounts api-keys': { name: 'api-keys', mountPath: '/etc/tetrapod/api-keys', readOnly: true },
    },
  },
  {
    name: 'apiKeys from the values',
    values: { apiKeys: { entries: [ENTRY, ENTRY] } },
    expected: {
      'Secret metadata name': 'tetrapod-api-keys',
      'Secret data keys': Buffer.from(`${ENTRY}\n${ENTRY}\n`).toString('base64'),
      'volumes api-keys secret secretName': 'tetrapod-api-keys',
    },
  },
  {
    name: 'no keys',
    values: { config: { AUTH: 'off' } },
    expected: { 'env AUTH': 'off', 'env API_KEYS_FILE': undefined, 'volumes api-keys': undefined },
  },
  {
    name: 'AUTH: off without quotation marks',
    values: { config: { AUTH: false } },
    expected: { 'env AUTH': 'off', 'mounts api-keys': undefined },
  },
];
