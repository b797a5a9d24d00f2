import { describe, expect, it } from '@jest/globals';
import { renderChart } from '../../scripts/chart/render.js';

describe('wrong values are refused', () => {
  const other = { name: 'x', key: 'y' };
  const secretText = `tpd_${'k'.repeat(43)}`;

  it.each<[what: string, values: object, message: RegExp]>([
    ['an unknown value', { replicas: 3 }, /additional properties 'replicas' not allowed/],
    ['an unknown value, deep inside', { model: { pull: { sources: 'a' } } }, /'\/model\/pull'.*'sources'/],
    ['an unknown setting', { config: { QUEUE_MAXX: 1 } }, /'\/config'.*additional properties 'QUEUE_MAXX'/],
    ['a wrong type', { replicaCount: 'two' }, /'\/replicaCount': got string, want integer/],
    [
      'a setting of a wrong type',
      { config: { QUEUE_MAX: 'many' } },
      /'\/config\/QUEUE_MAX': got string, want integer/,
    ],
    [
      'a setting beyond its bound',
      { config: { WORKERS: 300 } },
      /'\/config\/WORKERS': maximum: got 300, want 256/,
    ],
    [
      'a setting that is none of its choices',
      { config: { DECODER: 'fast' } },
      /'\/config\/DECODER': value must be one of/,
    ],
    ['a setting of the chart’s own', { config: { MODEL: '/m' } }, /'\/config'.*'MODEL'/],
    ['a secret in plain sight', { config: { INFERENCE_API_KEY: 'abc' } }, /'\/config'.*'INFERENCE_API_KEY'/],
    [
      'a password in plain sight',
      { config: { REDIS_URL: 'redis://:pw@r' } },
      /config\.REDIS_URL: expected no password.*configFromSecrets/,
    ],
    ['a port that needs root', { config: { PORT: 80 } }, /config\.PORT: expected 1024 to 65535/],
    [
      'an address that nobody reaches',
      { config: { HOST: '127.0.0.1' } },
      /config\.HOST: expected 0\.0\.0\.0 or ::/,
    ],
    [
      'a setting twice',
      { config: { REDIS_URL: 'redis://r' }, configFromSecrets: { REDIS_URL: other } },
      /expected one of them/,
    ],
    ['a setting among env', { env: [{ name: 'PORT', value: '1' }] }, /env: expected no PORT/],
    [
      'a grace below the delay',
      { config: { SHUTDOWN_GRACE_MS: 1000 } },
      /SHUTDOWN_GRACE_MS: expected at least SHUTDOWN_DELAY_MS \(3000\).*received 1000/,
    ],
    [
      'a grace below the delay by default',
      { config: { SHUTDOWN_GRACE_MS: 1000, SHUTDOWN_DELAY_MS: null } },
      /SHUTDOWN_DELAY_MS \(3000\)/,
    ],
    [
      'a pod that is killed too early',
      { terminationGracePeriodSeconds: 10 },
      /expected more than SHUTDOWN_GRACE_MS \(10000 ms\), received 10 s/,
    ],
    ['a digest that is none', { image: { digest: 'sha256:abc' } }, /'\/image\/digest'/],
    [
      'keys that would be ignored',
      { config: { AUTH: 'off' }, apiKeys: { entries: [`a:${'0'.repeat(64)}`] } },
      /off would ignore the keys/,
    ],
    [
      'keys from two secrets',
      { configFromSecrets: { API_KEYS: other } },
      /configFromSecrets\.API_KEYS and apiKeys: expected one of them/,
    ],
    ...['REDIS_URL', 'INFERENCE_URL', 'OTEL_EXPORTER_OTLP_ENDPOINT'].map((name): [string, object, RegExp] => [
      `an address without a scheme, which would open every port, in ${name}`,
      { config: { [name]: 'elsewhere:4318' } },
      new RegExp(`${name}: expected an address with http`),
    ]),
    [
      'nobody who says who may use it',
      { apiKeys: { existingSecret: '' } },
      /apiKeys: expected existingSecret or entries, or config\.AUTH/,
    ],
    [
      'two models',
      { model: { pull: { source: 'a/b@c' }, existingClaim: { name: 'x', path: 'y' } } },
      /expected one of them/,
    ],
    [
      'a claim without a folder',
      { model: { existingClaim: { name: 'x' } } },
      /existingClaim\.path: expected the model's folder/,
    ],
    [
      'a folder outside of the claim',
      { model: { existingClaim: { name: 'x', path: 'a/../..' } } },
      /'\/model\/existingClaim\/path'/,
    ],
    [
      'a model that may move',
      { model: { pull: { source: 'a/b' } } },
      /expected OWNER\/NAME@REVISION.*received a\/b/,
    ],
    [
      'a model by http',
      { model: { pull: { source: 'http://models/frogs' } } },
      /expected https, or allowHttp/,
    ],
    [
      'a Hub by http',
      { model: { pull: { source: 'a/b@c', endpoint: 'http://hub' } } },
      /expected https, or allowHttp/,
    ],
    [
      'fewer pods at most than at least',
      { autoscaling: { minReplicas: 7 } },
      /maxReplicas: expected at least minReplicas \(7\), received 6/,
    ],
    [
      'a queue without autoscaling',
      { autoscaling: { queueWait: { enabled: true } } },
      /expected autoscaling\.enabled as well/,
    ],
    [
      'a roll-out that cannot go on',
      { rollout: { maxSurge: 0 } },
      /rollout: expected maxUnavailable or maxSurge above 0/,
    ],
    ['a share that is none', { rollout: { maxSurge: 'half' } }, /'\/rollout\/maxSurge'/],
    [
      'an ingress without a host',
      { ingress: { enabled: true } },
      /ingress\.hosts: expected at least one host/,
    ],
    [
      'a monitor without a key',
      { metrics: { serviceMonitor: { enabled: true } } },
      /apiKeySecret\.name: expected a secret with an API key/,
    ],
    [
      'a monitor of metrics that are off',
      {
        config: { METRICS: false },
        metrics: { serviceMonitor: { enabled: true, apiKeySecret: { name: 'x' } } },
      },
      /serviceMonitor\.enabled: expected config\.METRICS other than off/,
    ],
    [
      'an autoscaler by metrics that are off',
      { config: { METRICS: 'off' }, autoscaling: { enabled: true, queueWait: { enabled: true } } },
      /queueWait\.enabled: expected config\.METRICS other than off/,
    ],
    [
      'a port that cannot be known',
      { configFromSecrets: { REDIS_URL: other } },
      /networkPolicy\.egress\.redis\.port: expected the port of configFromSecrets\.REDIS_URL/,
    ],
  ])('%s', (_what, values, message) => {
    expect(() => renderChart(values)).toThrow(message);
  });

  it('all at once', () => {
    expect(() => renderChart({ config: { PORT: 80, HOST: 'localhost' } })).toThrow(
      /config\.PORT[^]*config\.HOST/,
    );
  });

  it('a key in place of its digest, and the message does not repeat it', () => {
    let message = '';
    try {
      renderChart({ apiKeys: { entries: [`me:${'0'.repeat(64)}`, secretText] } });
    } catch (error) {
      message = (error as Error).message;
    }
    expect(message).toMatch(/apiKeys\.entries\[1\]: expected NAME:SHA256/);
    expect(message).not.toContain(secretText);
  });
});
