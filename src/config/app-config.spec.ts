import { describe, expect, it } from '@jest/globals';
import { AppConfig } from './app-config.js';
import { ConfigError } from './config-error.js';

const DEFAULTS = {
  PORT: 3000,
  HOST: '127.0.0.1',
  MODEL: 'simulated',
  MODEL_NAME: '',
  LABEL_GROUPS: '',
  INFERENCE_URL: '',
  INFERENCE_API_KEY: '',
  INFERENCE_TENSORS: 'auto',
  INFERENCE_TIMEOUT_MS: 10_000,
  INFERENCE_CONNECTIONS: 4,
  BATCH_MAX_SIZE: 8,
  BATCH_MAX_DELAY_MS: 0,
  WORKERS: 0,
  DECODER: 'auto',
  JPEG_SCALE: 'reduced',
  LOG_LEVEL: 'info',
  LOG_FORMAT: 'auto',
  MAX_BODY_BYTES: 20_971_520,
  MAX_INFLIGHT_BYTES: 0,
  QUEUE_MAX: 256,
  REQUEST_TIMEOUT_MS: 30_000,
  DECODE_TIMEOUT_MS: 15_000,
  BATCH_MAX_ITEMS: 32,
  EXPLAIN_CONCURRENCY: 1,
  MAX_IMAGE_PIXELS: 50_000_000,
  SHUTDOWN_DELAY_MS: 3000,
  SHUTDOWN_GRACE_MS: 10_000,
  KEEP_ALIVE_TIMEOUT_MS: 75_000,
  RECEIVE_TIMEOUT_MS: 60_000,
  SEND_TIMEOUT_MS: 30_000,
  MAX_CONNECTIONS: 0,
  TRUST_PROXY: 'false',
  CORS_ORIGINS: '',
  AUTH: 'auto',
  API_KEYS: '',
  API_KEYS_FILE: '',
  DOCS: 'on',
  PLAYGROUND: 'on',
  METRICS: 'on',
  RATE_LIMIT: '',
  REDIS_URL: '',
  RATE_LIMIT_ON_REDIS_FAILURE: 'allow',
  OTEL_EXPORTER_OTLP_ENDPOINT: '',
  OTEL_EXPORTER_OTLP_TRACES_ENDPOINT: '',
  OTEL_EXPORTER_OTLP_PROTOCOL: 'http/protobuf',
  OTEL_SDK_DISABLED: 'false',
};

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

const BOUNDS = [
  { name: 'PORT', min: 0, max: 65_535 },
  { name: 'INFERENCE_TIMEOUT_MS', min: 1, max: 3_600_000 },
  { name: 'INFERENCE_CONNECTIONS', min: 1, max: 1024 },
  { name: 'BATCH_MAX_SIZE', min: 1, max: 1024 },
  { name: 'BATCH_MAX_DELAY_MS', min: 0, max: 1000 },
  { name: 'MAX_BODY_BYTES', min: 1024, max: 268_435_456 },
  { name: 'MAX_INFLIGHT_BYTES', min: 0, max: 1_099_511_627_776 },
  { name: 'QUEUE_MAX', min: 1, max: 100_000 },
  { name: 'BATCH_MAX_ITEMS', min: 1, max: 128 },
  { name: 'EXPLAIN_CONCURRENCY', min: 0, max: 1024 },
  { name: 'REQUEST_TIMEOUT_MS', min: 1, max: 3_600_000 },
  { name: 'DECODE_TIMEOUT_MS', min: 10, max: 3_600_000 },
  { name: 'MAX_IMAGE_PIXELS', min: 1, max: 268_000_000 },
  { name: 'SHUTDOWN_DELAY_MS', min: 0, max: 600_000 },
  { name: 'SHUTDOWN_GRACE_MS', min: 0, max: 3_600_000 },
  { name: 'KEEP_ALIVE_TIMEOUT_MS', min: 1000, max: 3_600_000 },
  { name: 'RECEIVE_TIMEOUT_MS', min: 1000, max: 3_600_000 },
  { name: 'SEND_TIMEOUT_MS', min: 1000, max: 3_600_000 },
  { name: 'MAX_CONNECTIONS', min: 0, max: 1_000_000 },
] as const;

/** As a plain object, to compare with one. */
const read = (env: NodeJS.ProcessEnv): typeof DEFAULTS => Object.assign({}, AppConfig.fromEnvironment(env));

function problems(env: NodeJS.ProcessEnv): string[] {
  try {
    AppConfig.fromEnvironment(env);
    return [];
  } catch (error) {
    expect(error).toBeInstanceOf(ConfigError);
    return (error as ConfigError).problems;
  }
}

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

  it.each(BOUNDS)('takes $name from $min to $max', ({ name, min, max }) => {
    const others = { SHUTDOWN_DELAY_MS: '0', SHUTDOWN_GRACE_MS: '3600000' };
    expect(read({ ...others, [name]: String(min) })[name]).toBe(min);
    expect(read({ ...others, [name]: String(max) })[name]).toBe(max);
    for (const wrong of [min - 1, max + 1, min + 0.5]) {
      const [problem, ...more] = problems({ ...others, [name]: String(wrong) });
      expect(more).toEqual([]);
      expect(problem).toContain(`${name}: expected `);
      // A grace period is compared with the delay before its own bounds.
      if (name !== 'SHUTDOWN_GRACE_MS')
        expect(problem).toContain(`a whole number from ${min} to ${max}, received`);
      expect(problem).toMatch(new RegExp(`received "${wrong}"$`));
    }
  });

  it.each(['1e3', '0x50', '+80', '8_0', '80 81', 'eighty', '٨٠', '9'.repeat(16), 'NaN', 'true'])(
    'refuses %j for a number',
    (text) => {
      expect(problems({ PORT: text })).toEqual([
        `PORT: expected a whole number from 0 to 65535, received "${text}"`,
      ]);
    },
  );

  it.each([
    { name: 'INFERENCE_TENSORS', values: 'auto, binary, json' },
    { name: 'DECODER', values: 'auto, sharp, jimp' },
    { name: 'JPEG_SCALE', values: 'reduced, full' },
    { name: 'LOG_LEVEL', values: 'debug, info, warn, error' },
    { name: 'LOG_FORMAT', values: 'auto, json, pretty' },
    { name: 'AUTH', values: 'auto, keys, off' },
    { name: 'DOCS', values: 'on, keys, off' },
    { name: 'PLAYGROUND', values: 'on, off' },
    { name: 'METRICS', values: 'on, public, off' },
    { name: 'RATE_LIMIT_ON_REDIS_FAILURE', values: 'allow, refuse' },
    { name: 'OTEL_SDK_DISABLED', values: 'false, true' },
  ])('takes $values for $name, in lower case only', ({ name, values }) => {
    for (const value of values.split(', ')) {
      expect(problems({ [name]: value })).toEqual([]);
      const wrong = value.toUpperCase();
      expect(problems({ [name]: wrong })).toEqual([
        `${name}: expected one of ${values}, received "${wrong}"`,
      ]);
    }
  });

  it('names every wrong variable at once, a line each', () => {
    const names = Object.keys(DEFAULTS).filter((name) => !NOT_JUDGED_BY_TEXT.includes(name));
    const found = problems(Object.fromEntries(names.map((name) => [name, '-wrong-'])));
    expect(found.map((problem) => problem.split(':')[0]).sort()).toEqual([...names].sort());
    for (const problem of found) expect(problem).toMatch(/^[A-Z_]+: expected .+, received "-wrong-"$/);
    expect(new ConfigError(found).message.split('\n')).toEqual(found);
  });

  it('refuses a grace period that is shorter than the delay within it', () => {
    expect(problems({ SHUTDOWN_GRACE_MS: '2999' })).toEqual([
      'SHUTDOWN_GRACE_MS: expected at least SHUTDOWN_DELAY_MS, which it includes, received "2999"',
    ]);
    expect(problems({ SHUTDOWN_GRACE_MS: '3000' })).toEqual([]);
    expect(problems({ SHUTDOWN_DELAY_MS: '10001' })).toHaveLength(1);
    expect(problems({ SHUTDOWN_DELAY_MS: '0', SHUTDOWN_GRACE_MS: '0' })).toEqual([]);
  });

  it.each([
    ...['true', 'false', '0', '1', '12', '10.0.0.1', '10.0.0.0/8', '::1', 'fd00::/8', 'loopback'],
    ...['10.0.0.0/8, 192.168.0.0/16', 'loopback,linklocal,uniquelocal'],
  ])('takes %j for TRUST_PROXY', (text) => {
    expect(read({ TRUST_PROXY: text }).TRUST_PROXY).toBe(text);
  });

  it.each([
    ...[
      'yes',
      'TRUE',
      '-1',
      '1.5',
      '1000',
      '10.0.0',
      '10.0.0.256',
      '10.0.0.0/129',
      '10.0.0.0/',
      '10.0.0.0/8/8',
    ],
    ...['10.0.0.1,', 'proxy.example.org', 'true,false', '10.0.0.1 10.0.0.2', '10.0.0.0/x'],
  ])('refuses %j for TRUST_PROXY', (text) => {
    expect(problems({ TRUST_PROXY: text })).toEqual([
      `TRUST_PROXY: expected true, false, a number of proxies, or a list of addresses and subnets, received "${text}"`,
    ]);
  });

  it.each(['*', 'https://example.org', 'http://localhost:8080', 'https://a.example, https://b.example:8443'])(
    'takes %j for CORS_ORIGINS',
    (text) => {
      expect(read({ CORS_ORIGINS: text }).CORS_ORIGINS).toBe(text);
    },
  );

  it.each([
    ...['example.org', 'https://example.org/', 'https://example.org/path', 'https://example.org:443', 'null'],
    ...['https://Example.org', 'https://a.example,', '*, https://a.example', 'data:,a'],
  ])('refuses %j for CORS_ORIGINS', (text) => {
    expect(problems({ CORS_ORIGINS: text })).toEqual([
      `CORS_ORIGINS: expected nothing, *, or a list of origins such as https://example.org, received "${text}"`,
    ]);
  });

  it.each(['a b', 'a/b', '.hidden', '-x', 'ä', 'x'.repeat(129), '%41'])(
    'refuses %j as MODEL_NAME',
    (text) => {
      expect(problems({ MODEL_NAME: text })).toEqual([
        `MODEL_NAME: expected nothing, or up to 128 letters, digits, ".", "_" and "-", the first a letter or digit, received "${text}"`,
      ]);
    },
  );

  it.each(['100/10s', '1/s', '1000000/24h', '5/90m', '1/86400s'])('takes %j for RATE_LIMIT', (text) => {
    expect(problems({ RATE_LIMIT: text })).toEqual([]);
  });

  it.each([
    '100',
    '0/s',
    '100/0s',
    '1000001/s',
    '1/25h',
    '1/86401s',
    '-1/s',
    '1.5/s',
    '100/10',
    '100/10 s',
    '1/d',
  ])('refuses %j for RATE_LIMIT', (text) => {
    expect(problems({ RATE_LIMIT: text })).toEqual([
      `RATE_LIMIT: expected nothing, or requests per time such as 100/10s, 60/1m or 1000/h, received "${text}"`,
    ]);
  });

  it.each(['redis://127.0.0.1:6379', 'rediss://:secret@redis.example.org/2'])(
    'takes %j for REDIS_URL',
    (text) => {
      expect(problems({ REDIS_URL: text })).toEqual([]);
    },
  );

  it.each(['http://:secret@redis', 'redis:secret', 'redis://', 'secret', 'redis://:secret@host:port'])(
    'refuses %j for REDIS_URL, and repeats nothing of it',
    (text) => {
      expect(problems({ REDIS_URL: text })).toEqual([
        'REDIS_URL: expected nothing, or an address such as redis://host:6379, received another text',
      ]);
    },
  );

  it.each(['http://me:secret@triton/v2/models/a', 'triton:8000/v2/models/secret', 'http://triton/v2/secret'])(
    'refuses %j for INFERENCE_URL, and repeats nothing of it',
    (text) => {
      expect(problems({ INFERENCE_URL: text })).toEqual([
        'INFERENCE_URL: expected nothing, or http(s)://HOST[:PORT]/v2/models/NAME[/versions/VERSION] without credentials ' +
          'and without a query, received another text',
      ]);
    },
  );

  it.each(['OTEL_EXPORTER_OTLP_ENDPOINT', 'OTEL_EXPORTER_OTLP_TRACES_ENDPOINT'])(
    'refuses credentials in %s, and repeats nothing of them',
    (name) => {
      expect(problems({ [name]: 'http://me:secret@collector:4318' })).toEqual([
        `${name}: expected nothing, or http(s)://HOST[:PORT][/PATH] without credentials ` +
          '(OTEL_EXPORTER_OTLP_HEADERS takes those) and without a query, received another text',
      ]);
    },
  );

  it('refuses a protocol for traces that it does not speak, where there are traces', () => {
    const grpc = { OTEL_EXPORTER_OTLP_PROTOCOL: 'grpc' };
    expect(problems(grpc)).toEqual([]);
    for (const name of ['OTEL_EXPORTER_OTLP_ENDPOINT', 'OTEL_EXPORTER_OTLP_TRACES_ENDPOINT']) {
      expect(problems({ ...grpc, [name]: 'http://collector:4317' })).toEqual([
        'OTEL_EXPORTER_OTLP_PROTOCOL: expected one of http/protobuf, http/json (a collector takes them on port 4318), received "grpc"',
      ]);
    }
  });

  it.each(['a key', 'schlüssel', 'a\nkey'])(
    'refuses %j for INFERENCE_API_KEY, and repeats nothing of it',
    (text) => {
      expect(problems({ INFERENCE_API_KEY: text })).toEqual([
        'INFERENCE_API_KEY: expected visible ASCII characters without a space, received another text',
      ]);
    },
  );
});
