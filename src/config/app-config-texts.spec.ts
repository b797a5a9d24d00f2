import { describe, expect, it } from '@jest/globals';
import { problems, read } from '../../test/support/settings.js';

describe('texts of AppConfig', () => {
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
