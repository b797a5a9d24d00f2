/** A change of the chart's values, and what it changes: place in what is rendered, separated by spaces, and its value. */
export interface ChartCase {
  readonly name: string;
  readonly values: Readonly<Record<string, unknown>>;
  readonly expected: Readonly<Record<string, unknown>>;
}

const DIGEST = `sha256:${'ab'.repeat(32)}`;
const ENTRY = `me:${'0f'.repeat(32)}:predict+docs`;
const HUB = 'Xenova/vit-base-patch16-224@0123456789abcdef0123456789abcdef01234567';
const pull = (changes: Record<string, unknown>) => ({ model: { pull: { source: HUB, ...changes } } });
const peers = [{ namespaceSelector: { matchLabels: { name: 'ingress' } } }];
const tcp = (port: number) => [{ port, protocol: 'TCP' }];
const hpa = (changes: Record<string, unknown>) => ({ autoscaling: { enabled: true, ...changes } });
const monitor = (changes: Record<string, unknown>) => ({
  metrics: { serviceMonitor: { enabled: true, apiKeySecret: { name: 'scrape' }, ...changes } },
});

/**
 * Every value of the chart, and what it does. `container`, `init` and `pod` are those of the Deployment; `env`, `mounts`,
 * `volumes` are theirs by name; `objects` are the kinds; `egress` the ports of the network policy's rules.
 */
export const CASES: readonly ChartCase[] = [
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
  { name: 'replicaCount', values: { replicaCount: 5 }, expected: { 'Deployment spec replicas': 5 } },
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
  {
    name: 'model.pull from the Hub',
    values: pull({}),
    expected: {
      'init command': ['node', 'dist/cli/main.js', 'pull'],
      'init args': [HUB, '--into=/models', '--name=vit-base-patch16-224', '--reuse', '--quiet'],
      'init volumeMounts 1': { name: 'models', mountPath: '/models' },
      'init env': undefined,
      'env MODEL': '/models/vit-base-patch16-224',
      'mounts models': { name: 'models', mountPath: '/models', readOnly: true },
      'volumes models emptyDir sizeLimit': '5Gi',
      'Deployment spec progressDeadlineSeconds': 900,
      egress: ['53 53', '443'],
    },
  },
  {
    name: 'model.pull from a web server',
    values: { model: { pull: { source: 'https://models.example.org:8443/v1/frogs/' } } },
    expected: {
      'init args 2': '--name=frogs',
      'env MODEL': '/models/frogs',
      egress: ['53 53', '8443'],
    },
  },
  {
    name: 'model.pull with every option',
    values: pull({
      name: 'vit',
      file: 'onnx/model_fp16.onnx',
      maxBytes: '500MB',
      endpoint: 'http://hub.internal:8080',
      allowHttp: true,
      tokenSecret: { name: 'hub', key: 'hf' },
      volume: { sizeLimit: '1Gi' },
      resources: { requests: { cpu: '2', memory: '1Gi' }, limits: { cpu: '3', memory: '2Gi' } },
    }),
    expected: {
      'init args': [
        HUB,
        ...['--into=/models', '--name=vit', '--reuse', '--quiet', '--file=onnx/model_fp16.onnx'],
        ...['--max-bytes=500MB', '--allow-http'],
      ],
      'init env': [
        { name: 'HF_ENDPOINT', value: 'http://hub.internal:8080' },
        { name: 'HF_TOKEN', valueFrom: { secretKeyRef: { name: 'hub', key: 'hf' } } },
      ],
      'init resources': { requests: { cpu: '2', memory: '1Gi' }, limits: { cpu: '3', memory: '2Gi' } },
      'volumes models emptyDir sizeLimit': '1Gi',
      egress: ['53 53', '8080'],
    },
  },
  {
    name: 'model.pull into a claim for each pod',
    values: pull({ volume: { storage: '20Gi', storageClassName: 'fast' } }),
    expected: {
      'volumes models emptyDir': undefined,
      'volumes models ephemeral volumeClaimTemplate spec': {
        accessModes: ['ReadWriteOnce'],
        storageClassName: 'fast',
        resources: { requests: { storage: '20Gi' } },
      },
    },
  },
  {
    name: 'model.existingClaim',
    values: { model: { existingClaim: { name: 'models', path: '/a/vit/' } } },
    expected: {
      init: undefined,
      'env MODEL': '/models/a/vit',
      'mounts models readOnly': true,
      'volumes models persistentVolumeClaim': { claimName: 'models', readOnly: true },
      egress: ['53 53'],
    },
  },
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
    name: 'service',
    values: { service: { type: 'LoadBalancer', port: 8000, annotations: { a: 'b' } } },
    expected: {
      'Service spec type': 'LoadBalancer',
      'Service spec ports 0': { name: 'http', port: 8000, targetPort: 'http' },
      'Service metadata annotations a': 'b',
      'Pod spec containers 0 args 1': 'http://tetrapod:8000/health/ready',
    },
  },
  {
    name: 'ingress',
    values: {
      ingress: {
        enabled: true,
        className: 'nginx',
        annotations: { 'nginx.ingress.kubernetes.io/proxy-body-size': '20m' },
        hosts: [{ host: 'a.example.org' }, { host: 'b.example.org', path: '/v2' }],
        tls: [{ secretName: 'tls', hosts: ['a.example.org'] }],
      },
    },
    expected: {
      'Ingress spec ingressClassName': 'nginx',
      'Ingress metadata annotations nginx.ingress.kubernetes.io/proxy-body-size': '20m',
      'Ingress spec tls 0 secretName': 'tls',
      'Ingress spec rules 0 host': 'a.example.org',
      'Ingress spec rules 0 http paths 0': {
        path: '/',
        pathType: 'Prefix',
        backend: { service: { name: 'tetrapod', port: { name: 'http' } } },
      },
      'Ingress spec rules 1 http paths 0 path': '/v2',
    },
  },
  {
    name: 'networkPolicy with addresses from the settings',
    values: {
      config: { INFERENCE_URL: 'https://triton.example.org/v2/models/vit', REDIS_URL: 'redis://redis:6380' },
      env: [{ name: 'OTEL_EXPORTER_OTLP_ENDPOINT', value: 'http://collector:4318' }],
    },
    expected: { egress: ['53 53', '443', '6380', '4318'], 'NetworkPolicy spec egress 1 to': undefined },
  },
  {
    name: 'networkPolicy with an address for traces alone',
    values: {
      env: [
        { name: 'OTEL_EXPORTER_OTLP_TRACES_ENDPOINT', value: 'https://traces.example.org:8443/in' },
        { name: 'OTEL_EXPORTER_OTLP_ENDPOINT', value: 'http://collector:4318' },
      ],
    },
    expected: { egress: ['53 53', '8443'] },
  },
  {
    name: 'networkPolicy with peers',
    values: {
      config: { INFERENCE_URL: 'http://triton/v2/models/vit' },
      configFromSecrets: { REDIS_URL: { name: 'redis', key: 'url' } },
      env: [{ name: 'OTEL_EXPORTER_OTLP_ENDPOINT', value: 'http://collector' }],
      ...pull({}),
      networkPolicy: {
        ingressFrom: peers,
        egress: {
          dns: { to: peers },
          inference: { to: peers, port: 8001 },
          redis: { to: peers, port: 6381 },
          modelHub: { to: peers, port: 8002 },
          traces: { to: peers, port: 8003 },
          further: [{ to: peers, ports: tcp(9) }],
        },
      },
    },
    expected: {
      'NetworkPolicy spec policyTypes': ['Ingress', 'Egress'],
      'NetworkPolicy spec ingress': [{ ports: [{ port: 'http' }], from: peers }],
      'NetworkPolicy spec egress 0 to': peers,
      egress: ['53 53', '8001', '8002', '6381', '8003', '9'],
      'NetworkPolicy spec egress 1': { to: peers, ports: tcp(8001) },
      'NetworkPolicy spec egress 2': { to: peers, ports: tcp(8002) },
      'NetworkPolicy spec egress 3': { to: peers, ports: tcp(6381) },
      'NetworkPolicy spec egress 4': { to: peers, ports: tcp(8003) },
      'NetworkPolicy spec egress 5': { to: peers, ports: tcp(9) },
    },
  },
  {
    name: 'no networkPolicy',
    values: { networkPolicy: { enabled: false } },
    expected: { NetworkPolicy: undefined },
  },
  {
    name: 'serviceAccount',
    values: { serviceAccount: { name: 'runner', annotations: { a: 'b' } } },
    expected: {
      'ServiceAccount metadata name': 'runner',
      'ServiceAccount metadata annotations a': 'b',
      'ServiceAccount automountServiceAccountToken': false,
      'pod serviceAccountName': 'runner',
    },
  },
  {
    name: 'no serviceAccount',
    values: { serviceAccount: { create: false } },
    expected: { ServiceAccount: undefined, 'pod serviceAccountName': 'default' },
  },
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
