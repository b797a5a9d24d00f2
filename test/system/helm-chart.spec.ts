import { readFileSync } from 'node:fs';
import { beforeAll, describe, expect, it } from '@jest/globals';
import { parse } from 'yaml';
import { AppConfig } from '../../src/config/app-config.js';
import { CHART, helm } from '../../scripts/chart/render.js';
import { checkTexts } from '../../scripts/manifests/check.js';
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
