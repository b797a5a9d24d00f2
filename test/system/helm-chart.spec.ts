import { readFileSync } from 'node:fs';
import { beforeAll, describe, expect, it } from '@jest/globals';
import { execFileSync } from 'node:child_process';
import { parse } from 'yaml';
import { AppConfig } from '../../src/config/app-config.js';
import { CHART, helm, renderChart } from '../../scripts/chart/render.js';
import { toolPath } from '../../scripts/chart/tools.js';
import { checkTexts } from '../../scripts/manifests/check.js';
import { generatedByHelm, stale } from '../../scripts/manifests/generated.js';
import { CASES } from '../support/chart/all-cases.js';
import { RULE_CASES } from '../support/chart/monitoring.js';
import { rendered, valueAt, type RenderedChart } from '../support/rendered-chart.js';

type Fields = Record<string, unknown>;

const DEFAULTS = parse(readFileSync(`${CHART}/values.yaml`, 'utf8')) as Fields;

/** The paths of the values that have no further ones below: `image.tag`, and their values. */
function leaves(values: unknown, path = ''): [path: string, value: unknown][] {
  const isMap = typeof values === 'object' && values !== null && !Array.isArray(values);
  if (!isMap || Object.keys(values).length === 0) return [[path, values]];
  return Object.entries(values).flatMap(([key, value]) =>
    leaves(value, path === '' ? key : `${path}.${key}`),
  );
}

describe('the chart', () => {
  const results = new Map<string, RenderedChart>();
  beforeAll(() => {
    for (const { name, values } of CASES) results.set(name, rendered(values));
  });

  it('passes helm lint --strict', () => {
    expect(helm(['lint', '--strict', CHART])).toContain('0 chart(s) failed');
  });

  it.each(CASES)('does what its values say: $name', ({ name, expected }) => {
    const { places } = results.get(name)!;
    const found = Object.keys(expected).map((place) => [place, valueAt(places, place)]);
    expect(Object.fromEntries(found)).toEqual(expected);
  });

  it('has a case for each of its values, with another value than the default', () => {
    const changed = [...CASES, ...RULE_CASES].flatMap(({ values }) => leaves(values));
    const missing = leaves(DEFAULTS)
      .filter(([path, value]) => {
        const isHere = ([at, other]: [string, unknown]) =>
          (at === path || at.startsWith(`${path}.`)) && JSON.stringify(other) !== JSON.stringify(value);
        return !changed.some(isHere);
      })
      .map(([path]) => path);
    expect(missing).toEqual([]);
  });

  it('passes the check of manifests with each of them', async () => {
    const { findings, passed } = await checkTexts(
      new Map([...results].map(([name, { text }]) => [name, text])),
    );
    expect(findings).toEqual([]);
    expect(passed).toBeGreaterThan(CASES.length * 4);
  });

  it('hands every setting to the server as it is given', () => {
    const { properties } = (
      JSON.parse(readFileSync(`${CHART}/values.schema.json`, 'utf8')) as {
        properties: { config: { properties: Fields } };
      }
    ).properties.config;
    const wanted: Fields = Object.assign({}, new AppConfig(), SAMPLES);
    const config = Object.fromEntries(Object.keys(properties).map((name) => [name, wanted[name]]));
    const { env } = rendered({ config, apiKeys: { existingSecret: 'keys' } }).places as { env: Fields };
    const understood = AppConfig.fromEnvironment(env as NodeJS.ProcessEnv) as unknown as Fields;
    expect(Object.fromEntries(Object.keys(config).map((name) => [name, understood[name]]))).toEqual(config);
  });
});

/** Settings whose default is empty, or stands for something of the container. */
const SAMPLES: Fields = {
  HOST: '0.0.0.0',
  MODEL_NAME: 'frogs',
  LABEL_GROUPS: 'imagenet-tetrapods',
  INFERENCE_URL: 'http://triton:8000/v2/models/frogs',
  CORS_ORIGINS: 'https://example.org, https://app.example.org',
  RATE_LIMIT: '100/10s',
  REDIS_URL: 'redis://redis:6379',
  TRUST_PROXY: 'loopback, 10.0.0.0/8',
};

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

describe('the plain manifests', () => {
  it('are what the chart renders', async () => {
    expect(stale(await generatedByHelm())).toEqual([]);
  });

  it.each(['staging', 'production'])('of %s pass the check as kustomize renders them', async (overlay) => {
    const text = execFileSync(toolPath('kubectl'), ['kustomize', `deploy/kubernetes/overlays/${overlay}`], {
      encoding: 'utf8',
    });
    const { findings, passed } = await checkTexts(new Map([[overlay, text]]));
    expect({ findings, passed }).toEqual({ findings: [], passed: 5 });
    expect(text).toContain(`app.kubernetes.io/instance: tetrapod-${overlay}`);
    // A selector cannot be changed in a cluster: it must not follow the names of instances.
    expect(text.split('app.kubernetes.io/instance').length - 1).toBe(6);
  });
});
