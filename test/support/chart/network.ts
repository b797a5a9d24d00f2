import type { ChartCase } from './chart-case.js';
import { pull } from './models.js';

const peers = [{ namespaceSelector: { matchLabels: { name: 'ingress' } } }];
const tcp = (port: number) => [{ port, protocol: 'TCP' }];

/** Who reaches the server and whom it reaches. */
export const NETWORK_CASES: readonly ChartCase[] = [
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
];
