import { readFileSync } from 'node:fs';
import { describe, expect, it } from '@jest/globals';
import { Ajv } from 'ajv';
import { parse } from 'yaml';
import { AppConfig } from '../../src/config/app-config.js';
import { generatedInChart, SCHEMA, stale } from '../manifests/generated.js';
import { FROM_SECRETS, FROM_SECRETS_ONLY, SET_BY_CHART } from './config-schema.js';
import { CHART } from './render.js';

type Fields = Record<string, unknown>;

interface Values extends Fields {
  config: Record<string, string | number>;
  image: Fields;
  terminationGracePeriodSeconds: number | null;
}

const read = (file: string) => readFileSync(file, 'utf8');
const values = () => parse(read(`${CHART}/values.yaml`)) as Values;
const schema = JSON.parse(read(SCHEMA)) as { properties: Record<string, { properties: Fields }> };
const names = (value: string) => Object.keys(schema.properties[value]!.properties);

describe("the chart's values", () => {
  const validate = new Ajv({ allErrors: true, allowUnionTypes: true, strictTypes: false }).compile(schema);
  const problems = (changed: object) => {
    validate(changed);
    return (validate.errors ?? []).map(({ instancePath, message }) => `${instancePath} ${message ?? ''}`);
  };

  it('have schema and copies that are up to date', async () => {
    expect(stale(await generatedInChart())).toEqual([]);
  });

  it('are by default what their schema accepts', () => {
    expect(problems(values())).toEqual([]);
  });

  it('have a place for every setting of the server, and for nothing else', () => {
    const places = [...names('config'), ...Object.keys(SET_BY_CHART), ...FROM_SECRETS_ONLY];
    expect(places.sort()).toEqual(Object.keys(new AppConfig()).sort());
    expect(names('configFromSecrets')).toEqual(FROM_SECRETS);
  });

  it('give each setting the bounds and choices that the server checks, and say what it is for', () => {
    const { config } = schema.properties;
    expect(config!.properties.SHUTDOWN_DELAY_MS).toEqual({
      type: 'integer',
      minimum: 0,
      maximum: 600_000,
      description: 'how long new connections are served after a stop signal',
    });
    expect(config!.properties.DOCS).toMatchObject({ enum: ['on', 'keys', 'off', true, false] });
    const silent = Object.entries(config!.properties).filter(([, one]) => (one as Fields).description === '');
    expect(silent).toEqual([]);
  });

  it('are settings by default with which the server starts', () => {
    const { config } = values();
    const env = Object.fromEntries(Object.entries(config).map(([name, value]) => [name, String(value)]));
    expect(AppConfig.fromEnvironment(env)).toMatchObject(config);
  });

  it('drain by default as the server does, and the pod is given longer', () => {
    const { config, terminationGracePeriodSeconds } = values();
    const { SHUTDOWN_DELAY_MS, SHUTDOWN_GRACE_MS } = new AppConfig();
    expect(config).toMatchObject({ SHUTDOWN_DELAY_MS, SHUTDOWN_GRACE_MS });
    // null: it follows SHUTDOWN_GRACE_MS. What comes of it is in the manifests.
    expect(terminationGracePeriodSeconds).toBeNull();
    const { spec } = (
      parse(read('deploy/kubernetes/base/deployment.yaml')) as {
        spec: { template: { spec: { terminationGracePeriodSeconds: number } } };
      }
    ).spec.template;
    expect(spec.terminationGracePeriodSeconds * 1000).toBeGreaterThan(SHUTDOWN_GRACE_MS);
  });

  it.each<[what: string, change: (changed: Values) => unknown, problem: RegExp]>([
    ['an unknown value', (changed) => (changed.replicas = 2), /^ must NOT have additional properties/],
    ['an unknown setting', (changed) => (changed.config.QUEUE = 1), /^\/config must NOT have additional/],
    [
      'a number as text',
      (changed) => (changed.config.QUEUE_MAX = '1'),
      /^\/config\/QUEUE_MAX must be integer/,
    ],
    ['a number beyond its bound', (changed) => (changed.config.QUEUE_MAX = 0), /QUEUE_MAX must be >= 1/],
    ['no digest', (changed) => (changed.image.digest = 'latest'), /^\/image\/digest must match pattern/],
  ])('refuse %s', (_what, change, problem) => {
    const changed = values();
    change(changed);
    expect(problems(changed)).toEqual([expect.stringMatching(problem)]);
  });

  it('belong to the version of package.json', () => {
    const { version, appVersion } = parse(read(`${CHART}/Chart.yaml`)) as Fields;
    const { version: own } = JSON.parse(read('package.json')) as Fields;
    expect({ version, appVersion }).toEqual({ version: own, appVersion: own });
  });
});
