import { describe, expect, it } from '@jest/globals';
import { hasPath } from './has-path.js';

describe('hasPath', () => {
  it.each([
    '/',
    '/predict?a=b',
    '//x',
    '*',
    'http://x',
    'HTTPS://x.example:80/a',
    'http://[::1]:3000/',
    'http://x?a',
  ])('finds a path in %s', (url) => {
    expect(hasPath({ url })).toBe(true);
  });

  // Express throws at some of them, and finds nothing in the others.
  it.each([
    ...[
      'http://',
      'http://[',
      'http://[:::]/',
      'http://xn--a/',
      'http://x:99999/',
      'http://a%zz@x/',
      'http://a}/',
    ],
    ...['foo://x/predict', 'mailto:x', ''],
  ])('finds none in "%s"', (url) => {
    expect(hasPath({ url })).toBe(false);
  });
});
