import type { ChartCase } from './chart-case.js';
import { pull } from './models.js';

const hpa = (changes: Record<string, unknown>) => ({ autoscaling: { enabled: true, ...changes } });

/** How many pods there are, what they may use, where they run and how they are replaced. */
export const POD_CASES: readonly ChartCase[] = [
  { name: 'replicaCount', values: { replicaCount: 5 }, expected: { 'Deployment spec replicas': 5 } },
  {
    name: 'resources',
    values: { resources: { requests: { cpu: '3', memory: '3Gi' }, limits: { cpu: '4', memory: '4Gi' } } },
    expected: {
      'container resources': { requests: { cpu: '3', memory: '3Gi' }, limits: { cpu: '4', memory: '4Gi' } },
    },
  },
  ...['startup', 'readiness', 'liveness'].map((probe) => ({
    name: `probes.${probe}`,
    values: { probes: { [probe]: { periodSeconds: 7, timeoutSeconds: 6, failureThreshold: 5 } } },
    expected: {
      [`container ${probe}Probe periodSeconds`]: 7,
      [`container ${probe}Probe timeoutSeconds`]: 6,
      [`container ${probe}Probe failureThreshold`]: 5,
    },
  })),
  {
    name: 'terminationGracePeriodSeconds',
    values: { terminationGracePeriodSeconds: 11 },
    expected: { 'pod terminationGracePeriodSeconds': 11 },
  },
  {
    name: 'rollout',
    values: {
      rollout: { maxUnavailable: '25%', maxSurge: 0, progressDeadlineSeconds: 60, revisionHistoryLimit: 1 },
    },
    expected: {
      'Deployment spec strategy rollingUpdate': { maxUnavailable: '25%', maxSurge: 0 },
      'Deployment spec progressDeadlineSeconds': 60,
      'Deployment spec revisionHistoryLimit': 1,
    },
  },
  {
    name: 'topologySpread',
    values: {
      topologySpread: {
        topologyKeys: ['kubernetes.io/hostname', 'topology.kubernetes.io/zone'],
        whenUnsatisfiable: 'DoNotSchedule',
      },
    },
    expected: {
      'pod topologySpreadConstraints 1 topologyKey': 'topology.kubernetes.io/zone',
      'pod topologySpreadConstraints 1 whenUnsatisfiable': 'DoNotSchedule',
      'pod topologySpreadConstraints 1 matchLabelKeys': ['pod-template-hash'],
    },
  },
  {
    name: 'no topologySpread',
    values: { topologySpread: { topologyKeys: [] } },
    expected: { 'pod topologySpreadConstraints': undefined },
  },
  {
    name: 'podDisruptionBudget',
    values: { podDisruptionBudget: { maxUnavailable: '50%' } },
    expected: { 'PodDisruptionBudget spec maxUnavailable': '50%' },
  },
  {
    name: 'no podDisruptionBudget',
    values: { podDisruptionBudget: { enabled: false } },
    expected: { PodDisruptionBudget: undefined },
  },
  {
    name: 'autoscaling by CPU',
    values: hpa({ minReplicas: 3, maxReplicas: 9, cpuUtilisation: 60, scaleDownAfterSeconds: 60 }),
    expected: {
      'Deployment spec replicas': undefined,
      'HorizontalPodAutoscaler spec scaleTargetRef name': 'tetrapod',
      'HorizontalPodAutoscaler spec minReplicas': 3,
      'HorizontalPodAutoscaler spec maxReplicas': 9,
      'HorizontalPodAutoscaler spec metrics 0 resource target averageUtilization': 60,
      'HorizontalPodAutoscaler spec metrics 1': undefined,
      'HorizontalPodAutoscaler spec behavior scaleDown stabilizationWindowSeconds': 60,
    },
  },
  {
    name: 'autoscaling by the queue',
    values: hpa({ queueWait: { enabled: true, metric: 'wait', target: '250m' } }),
    expected: {
      'HorizontalPodAutoscaler spec metrics 1 pods': {
        metric: { name: 'wait' },
        target: { type: 'AverageValue', averageValue: '250m' },
      },
    },
  },
  {
    name: 'podAnnotations and podLabels',
    values: { podAnnotations: { a: 'b' }, podLabels: { team: 'c' } },
    expected: {
      'Deployment spec template metadata annotations a': 'b',
      'Deployment spec template metadata labels team': 'c',
    },
  },
  {
    name: 'where pods run',
    values: {
      nodeSelector: { disk: 'ssd' },
      tolerations: [{ key: 'gpu', operator: 'Exists' }],
      affinity: { nodeAffinity: { preferredDuringSchedulingIgnoredDuringExecution: [] } },
      priorityClassName: 'high',
    },
    expected: {
      'pod nodeSelector': { disk: 'ssd' },
      'pod tolerations 0 key': 'gpu',
      'pod affinity nodeAffinity preferredDuringSchedulingIgnoredDuringExecution': [],
      'pod priorityClassName': 'high',
    },
  },
  {
    name: 'volumes and volumeMounts',
    values: {
      ...pull({}),
      volumes: [{ name: 'ca', configMap: { name: 'ca' } }],
      volumeMounts: [{ name: 'ca', mountPath: '/ca', readOnly: true }],
    },
    expected: {
      'volumes ca configMap name': 'ca',
      'mounts ca mountPath': '/ca',
      'init volumeMounts 2 mountPath': '/ca',
    },
  },
];
