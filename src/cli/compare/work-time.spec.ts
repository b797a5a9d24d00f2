import { expect, it } from '@jest/globals';
import { workMs } from './work-time.js';

it('sums the stages that are work, and no waiting', () => {
  const header =
    'validate;dur=0.1, queue;dur=40, base64;dur=0.5, decode;dur=3, preprocess;dur=1, inference;dur=6.25, postprocess;dur=0.2, total;dur=51.05';
  expect(workMs(header)).toBe(10.75);
});

it.each(['', 'total;dur=5', 'cache;desc="hit"'])('knows nothing by %j', (header) => {
  expect(workMs(header)).toBeNaN();
});
