import { describe, expect, it } from '@jest/globals';
import { AppConfig } from '../config/app-config.js';
import { ConfigError } from '../config/config-error.js';
import { isLoopback, requiresKeys } from './auth-policy.js';

const decide = (env: Record<string, string>, hasKeys: boolean) =>
  requiresKeys(AppConfig.fromEnvironment(env), hasKeys);

function problem(env: Record<string, string>, hasKeys: boolean): string {
  try {
    decide(env, hasKeys);
  } catch (error) {
    return (error as ConfigError).problems.join();
  }
  return '';
}

describe('isLoopback', () => {
  it.each(['127.0.0.1', '127.1.2.3', '::1', '0:0:0:0:0:0:0:1', '::ffff:127.0.0.1', 'localhost', 'LOCALHOST'])(
    'is so of %s',
    (host) => {
      expect(isLoopback(host)).toBe(true);
    },
  );

  it.each([
    '0.0.0.0',
    '::',
    '10.0.0.1',
    '128.0.0.1',
    '::2',
    '::ffff:10.0.0.1',
    'localhost.example.org',
    'myhost',
    '127.0.0.1.example.org',
  ])('is not so of %s', (host) => {
    expect(isLoopback(host)).toBe(false);
  });
});

describe('requiresKeys', () => {
  it.each([
    { env: {}, hasKeys: false, expected: false },
    { env: {}, hasKeys: true, expected: true },
    { env: { HOST: '0.0.0.0' }, hasKeys: true, expected: true },
    { env: { HOST: '0.0.0.0', AUTH: 'off' }, hasKeys: false, expected: false },
    { env: { AUTH: 'keys' }, hasKeys: true, expected: true },
  ])('is $expected with $env and keys: $hasKeys', ({ env, hasKeys, expected }) => {
    expect(decide(env, hasKeys)).toBe(expected);
  });

  it.each(['0.0.0.0', '::', 'example.org'])(
    'does not open %s by oversight, and names the remedies',
    (HOST) => {
      const text = problem({ HOST }, false);
      expect(text).toContain(`received "${HOST}" and no keys`);
      for (const remedy of [
        'API_KEYS',
        'API_KEYS_FILE',
        '`tetrapod keys new`',
        'AUTH=off',
        'HOST=127.0.0.1',
      ]) {
        expect(text).toContain(remedy);
      }
    },
  );

  it('refuses settings that contradict each other', () => {
    expect(problem({ AUTH: 'off' }, true)).toMatch(/^AUTH: expected auto or keys where API_KEYS/);
    expect(problem({ AUTH: 'keys' }, false)).toMatch(
      /^AUTH: expected API_KEYS or API_KEYS_FILE beside "keys"/,
    );
    expect(problem({ DOCS: 'keys' }, false)).toMatch(
      /^DOCS: expected API_KEYS or API_KEYS_FILE beside "keys"/,
    );
  });
});
