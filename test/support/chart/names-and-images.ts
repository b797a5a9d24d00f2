import type { ChartCase } from './chart-case.js';

const DIGEST = `sha256:${'ab'.repeat(32)}`;

/** What the chart gives when nothing is changed, how its objects are called, and which image they run. */
export const NAME_CASES: readonly ChartCase[] = [
  {
    name: 'nothing is changed',
    values: {},
    expected: {
      objects: 'Deployment NetworkPolicy Pod PodDisruptionBudget Service ServiceAccount',
      'Deployment metadata name': 'tetrapod',
      'Deployment spec replicas': 2,
      'pod terminationGracePeriodSeconds': 15,
      'pod automountServiceAccountToken': false,
      'container startupProbe httpGet': { path: '/health/startup', port: 'http' },
      'container readinessProbe httpGet': { path: '/health/ready', port: 'http' },
      'container livenessProbe httpGet': { path: '/health/live', port: 'http' },
      'env MODEL': 'simulated',
      'env API_KEYS_FILE': '/etc/tetrapod/api-keys/keys',
      'volumes api-keys secret': { secretName: 'tetrapod-api-keys', optional: false, defaultMode: 0o440 },
      egress: ['53 53'],
    },
  },
  {
    name: 'nameOverride',
    values: { nameOverride: 'cats' },
    expected: {
      'Deployment metadata name': 'tetrapod-cats',
      'Deployment spec selector matchLabels app.kubernetes.io/name': 'cats',
      'Service spec selector app.kubernetes.io/name': 'cats',
    },
  },
  {
    name: 'fullnameOverride',
    values: { fullnameOverride: 'frogs' },
    expected: {
      'Deployment metadata name': 'frogs',
      'Service metadata name': 'frogs',
      'pod serviceAccountName': 'frogs',
    },
  },
  {
    name: 'image by tag',
    values: { image: { repository: 'registry.example.org/tetrapod', tag: 'v1', pullPolicy: 'Always' } },
    expected: {
      'container image': 'registry.example.org/tetrapod:v1',
      'container imagePullPolicy': 'Always',
    },
  },
  {
    name: 'image by digest',
    values: { image: { tag: 'v1', digest: DIGEST } },
    expected: {
      'container image': `ghcr.io/OWNER/tetrapod@${DIGEST}`,
      'Pod spec containers 0 image': `ghcr.io/OWNER/tetrapod@${DIGEST}`,
    },
  },
  {
    name: 'imagePullSecrets',
    values: { imagePullSecrets: [{ name: 'registry' }] },
    expected: {
      'pod imagePullSecrets 0 name': 'registry',
      'Pod spec imagePullSecrets 0 name': 'registry',
    },
  },
];
