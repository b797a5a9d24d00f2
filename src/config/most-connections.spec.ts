import { describe, expect, it } from '@jest/globals';
import { mostConnections, openFilesLimit } from './most-connections.js';

describe('mostConnections', () => {
  it.each([
    { MAX_CONNECTIONS: 0, WORKERS: 2, openFiles: 1_048_576, expected: 16_384 },
    { MAX_CONNECTIONS: 0, WORKERS: 2, openFiles: Infinity, expected: 16_384 },
    { MAX_CONNECTIONS: 50_000, WORKERS: 2, openFiles: 1_048_576, expected: 50_000 },
    { MAX_CONNECTIONS: 0, WORKERS: 2, openFiles: 1024, expected: 928 },
    { MAX_CONNECTIONS: 5000, WORKERS: 4, openFiles: 1024, expected: 896 },
    { MAX_CONNECTIONS: 100, WORKERS: 4, openFiles: 1024, expected: 100 },
    { MAX_CONNECTIONS: 0, WORKERS: 64, openFiles: 256, expected: 1 },
  ])(
    'is $expected for MAX_CONNECTIONS=$MAX_CONNECTIONS, $WORKERS workers and $openFiles files',
    ({ openFiles, expected, ...config }) => {
      expect(mostConnections(config, openFiles)).toBe(expected);
    },
  );

  it('knows the limit of this process', () => {
    expect(openFilesLimit()).toBeGreaterThan(100);
  });
});
