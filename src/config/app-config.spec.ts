import { describe, expect, it } from '@jest/globals';
import { DEFAULTS, problems, read } from '../../test/support/settings.js';
import { AppConfig } from './app-config.js';
import { ConfigError } from './config-error.js';

/** Any text may be right as far as this table goes, or may hold a secret and is not repeated. */
const NOT_JUDGED_BY_TEXT = [
  'HOST',
  'MODEL',
  'API_KEYS',
  'API_KEYS_FILE',
  'REDIS_URL',
  'INFERENCE_URL',
  'INFERENCE_API_KEY',
  'OTEL_EXPORTER_OTLP_ENDPOINT',
  'OTEL_EXPORTER_OTLP_TRACES_ENDPOINT',
  'OTEL_EXPORTER_OTLP_PROTOCOL',
];

describe('AppConfig', () => {
  it('has a default for everything', () => {
    expect(read({})).toEqual(DEFAULTS);
  });

  it('counts empty and blank variables as unset', () => {
    const blank = Object.fromEntries(Object.keys(DEFAULTS).map((name, i) => [name, i % 2 ? '' : ' \t']));
    expect(read(blank)).toEqual(DEFAULTS);
  });

  it('takes every variable, without the space around it', () => {
    const env = {
      PORT: ' 8080 ',
      HOST: '0.0.0.0',
      MODEL: 'models/mobilenet',
      MODEL_NAME: 'frogs-2.1_b',
      LABEL_GROUPS: 'imagenet-tetrapods',
      INFERENCE_URL: 'http://triton:8000/v2/models/resnet',
      INFERENCE_API_KEY: 'a-key',
      INFERENCE_TENSORS: 'json',
      INFERENCE_TIMEOUT_MS: '6',
      INFERENCE_CONNECTIONS: '5',
      BATCH_MAX_SIZE: '4',
      BATCH_MAX_DELAY_MS: '2',
      WORKERS: '3',
      DECODER: 'jimp',
      JPEG_SCALE: 'full',
      LOG_LEVEL: 'debug',
      LOG_FORMAT: 'json',
      MAX_BODY_BYTES: '2048',
      MAX_INFLIGHT_BYTES: '4096',
      QUEUE_MAX: '7',
      REQUEST_TIMEOUT_MS: '8',
      DECODE_TIMEOUT_MS: '90',
      BATCH_MAX_ITEMS: '9',
      EXPLAIN_CONCURRENCY: '3',
      MAX_IMAGE_PIXELS: '100',
      SHUTDOWN_DELAY_MS: '1',
      SHUTDOWN_GRACE_MS: '2',
      KEEP_ALIVE_TIMEOUT_MS: '1000',
      RECEIVE_TIMEOUT_MS: '1001',
      SEND_TIMEOUT_MS: '1002',
      MAX_CONNECTIONS: '7',
      TRUST_PROXY: '1',
      CORS_ORIGINS: '*',
      AUTH: 'keys',
      API_KEYS: 'name:digest',
      API_KEYS_FILE: '/etc/keys',
      DOCS: 'off',
      PLAYGROUND: 'off',
      METRICS: 'public',
      RATE_LIMIT: '100/10s',
      REDIS_URL: 'redis://127.0.0.1',
      RATE_LIMIT_ON_REDIS_FAILURE: 'refuse',
      OTEL_EXPORTER_OTLP_ENDPOINT: 'http://collector:4318',
      OTEL_EXPORTER_OTLP_TRACES_ENDPOINT: 'https://traces.example.org/in',
      OTEL_EXPORTER_OTLP_PROTOCOL: 'http/json',
      OTEL_SDK_DISABLED: 'true',
    };
    const numbers = {
      PORT: 8080,
      INFERENCE_TIMEOUT_MS: 6,
      INFERENCE_CONNECTIONS: 5,
      BATCH_MAX_SIZE: 4,
      BATCH_MAX_DELAY_MS: 2,
      WORKERS: 3,
      MAX_BODY_BYTES: 2048,
      MAX_INFLIGHT_BYTES: 4096,
      QUEUE_MAX: 7,
      REQUEST_TIMEOUT_MS: 8,
      DECODE_TIMEOUT_MS: 90,
      BATCH_MAX_ITEMS: 9,
      EXPLAIN_CONCURRENCY: 3,
      MAX_IMAGE_PIXELS: 100,
      SHUTDOWN_DELAY_MS: 1,
      SHUTDOWN_GRACE_MS: 2,
      KEEP_ALIVE_TIMEOUT_MS: 1000,
      RECEIVE_TIMEOUT_MS: 1001,
      SEND_TIMEOUT_MS: 1002,
      MAX_CONNECTIONS: 7,
    };
    expect(read(env)).toEqual({ ...env, ...numbers });
  });

  it('passes over variables that are none of its own', () => {
    expect(read({ PATH: '/bin', port: '1', constructor: 'x' })).toEqual(DEFAULTS);
  });

  it('is frozen', () => {
    expect(Object.isFrozen(AppConfig.fromEnvironment({}))).toBe(true);
  });

  it('names every wrong variable at once, a line each', () => {
    const names = Object.keys(DEFAULTS).filter((name) => !NOT_JUDGED_BY_TEXT.includes(name));
    const found = problems(Object.fromEntries(names.map((name) => [name, '-wrong-'])));
    expect(found.map((problem) => problem.split(':')[0]).sort()).toEqual([...names].sort());
    for (const problem of found) expect(problem).toMatch(/^[A-Z_]+: expected .+, received "-wrong-"$/);
    expect(new ConfigError(found).message.split('\n')).toEqual(found);
  });
});
