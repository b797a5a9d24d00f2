import type { ChartCase } from './chart-case.js';

const HUB = 'Xenova/vit-base-patch16-224@0123456789abcdef0123456789abcdef01234567';

export const pull = (changes: Record<string, unknown>) => ({ model: { pull: { source: HUB, ...changes } } });

/** Where the model comes from. */
export const MODEL_CASES: readonly ChartCase[] = [
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
];
