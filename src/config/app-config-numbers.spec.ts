import { describe, expect, it } from '@jest/globals';
import { problems, read } from '../../test/support/settings.js';

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

describe('numbers and choices of AppConfig', () => {
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

  it('refuses a grace period that is shorter than the delay within it', () => {
    expect(problems({ SHUTDOWN_GRACE_MS: '2999' })).toEqual([
      'SHUTDOWN_GRACE_MS: expected at least SHUTDOWN_DELAY_MS, which it includes, received "2999"',
    ]);
    expect(problems({ SHUTDOWN_GRACE_MS: '3000' })).toEqual([]);
    expect(problems({ SHUTDOWN_DELAY_MS: '10001' })).toHaveLength(1);
    expect(problems({ SHUTDOWN_DELAY_MS: '0', SHUTDOWN_GRACE_MS: '0' })).toEqual([]);
  });
});
