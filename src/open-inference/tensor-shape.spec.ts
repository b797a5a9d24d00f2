import { describe, expect, it } from '@jest/globals';
import { countOfElements, countOfTensor } from './tensor-shape.js';

const SIGNATURE = { name: 'pixel_values', datatype: 'FP32', shape: [-1, 3, 224, 224] };

describe('countOfTensor', () => {
  it.each([1, 2, 32])('takes %d pictures', (count) => {
    expect(countOfTensor([count, 3, 224, 224], SIGNATURE, 32, 'shape')).toBe(count);
  });

  it.each([
    ['one picture without its number', [3, 224, 224], /before \[3, 224, 224\].*send \[1, 3, 224, 224\]/],
    ['channels last', [1, 224, 224, 3], /expected \[-1, 3, 224, 224\]/],
    ['no axis', [], /expected \[-1, 3, 224, 224\]/],
    ['an axis too many', [1, 1, 3, 224, 224], /expected \[-1/],
    ['more than the limit', [33, 3, 224, 224], /1 to 32 pictures \(BATCH_MAX_ITEMS\).*received 33/],
    ['a product beyond 64 bits', [2 ** 62, 3, 224, 224], /1 to 32 pictures/],
    ['none', [0, 3, 224, 224], /received 0/],
    ['a negative number', [-1, 3, 224, 224], /received -1/],
    ['a fraction', [1.5, 3, 224, 224], /received 1.5/],
    ['numbers in strings', ['1', 3, 224, 224], /received no number/],
    ['an axis of infinite length', [1, 3, Infinity, 224], /expected \[-1/],
    ['no array', '1,3,224,224', /expected an array, received a string/],
    ['nothing', undefined, /expected an array, received nothing/],
  ])('refuses %s', (_what, shape, message) => {
    expect(() => countOfTensor(shape, SIGNATURE, 32, 'inputs[0].shape')).toThrow(message);
  });
});

describe('countOfElements', () => {
  it.each([
    [[3], 3],
    [[3, 1], 3],
    [[3, 1, 1], 3],
  ])('takes the shape %j', (shape, count) => {
    expect(countOfElements(shape, 32, 'shape')).toBe(count);
  });

  it.each([[[]], [[0]], [[33]], [[1, 2]], [[-1]], [[0.5]], [['1']], [null], [[1e9]], [[1, 'x']]])(
    'refuses the shape %j',
    (shape) => {
      expect(() => countOfElements(shape, 32, 'inputs[0].shape')).toThrow(/^inputs\[0\]\.shape: expected/);
    },
  );
});
