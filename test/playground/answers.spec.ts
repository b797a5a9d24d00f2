import { describe, expect, it } from '@jest/globals';
import { pauseBefore } from '../../playground/src/backoff.js';
import { mediaTypeOf } from '../../playground/src/media-type.js';
import { describeModel, inputSize } from '../../playground/src/model-card.js';
import { Recent } from '../../playground/src/recent.js';
import { atLeast, describeBest, describeClosest, describeFilter } from '../../playground/src/threshold.js';

const PREDICTIONS = [
  { label: 'Bird', confidence: 0.6 },
  { label: 'Mammal', confidence: 0.3 },
  { label: 'Reptile', confidence: 0.1 },
];

describe('the threshold', () => {
  it('leaves what the server would answer: confidences of at least it', () => {
    expect(atLeast(0.3, PREDICTIONS).map(({ label }) => label)).toEqual(['Bird', 'Mammal']);
    expect(atLeast(0.61, PREDICTIONS)).toEqual([]);
    expect(atLeast(0, PREDICTIONS)).toEqual(PREDICTIONS);
  });

  it.each([
    [0.61, 'No label reaches 61 %.'],
    [0.3, '2 of 3 labels with at least 30 %.'],
    [0, 'All 3 labels.'],
  ])('%d is described as %s', (threshold, words) => {
    expect(describeFilter(threshold, PREDICTIONS).replaceAll('\u00a0', ' ')).toBe(words);
  });

  it('does not call the most likely labels all that the model has', () => {
    const words = (threshold: number) =>
      describeFilter(threshold, PREDICTIONS, 1000).replaceAll('\u00a0', ' ');
    expect(words(0)).toBe('The 3 most likely of 1000 labels.');
    expect(words(0.3)).toBe('2 of 1000 labels with at least 30 %.');
  });

  it('does not write of a label below it what looks as if it reached it', () => {
    const almost = [{ label: 'Bird', confidence: 0.49996 }];
    expect(describeClosest(0.5, almost)).toBe('Bird, just below');
    expect(describeClosest(0.51, almost)).toBe('Bird, 50.0\u00a0%');
  });

  it('names the best label, and says where there is none', () => {
    expect(describeFilter(0.5, PREDICTIONS.slice(0, 1))).toBe('The only label.');
    expect(describeBest(PREDICTIONS).replaceAll('\u00a0', ' ')).toBe('Bird, 60.0 %');
    expect(describeBest([])).toBe('No label');
  });
});

describe('the type that a file is sent with', () => {
  it.each([
    ['image/jpeg', 'image/jpeg'],
    ['image/svg+xml', 'image/svg+xml'],
    ['', 'application/octet-stream'],
    ['text/plain', 'application/octet-stream'],
    ['image/x\r\nX-Evil: 1', 'application/octet-stream'],
  ])('of %j is %s', (of, type) => {
    expect(mediaTypeOf(of)).toBe(type);
  });
});

describe('the pause before a server that is gone is asked again', () => {
  it('grows to 15 seconds, and is shorter by a fifth at most', () => {
    const pauses = [0, 1, 2, 3, 4, 5, 50].map((attempt) => pauseBefore(attempt, 0));
    expect(pauses).toEqual([1000, 2000, 4000, 8000, 15_000, 15_000, 15_000]);
    expect(pauseBefore(0, 1)).toBe(800);
  });
});

describe('Recent', () => {
  it('keeps the newest first, and tells of what it forgets', () => {
    const forgotten: number[] = [];
    const recent = new Recent<number>(2, (item) => forgotten.push(item));
    for (const item of [1, 2, 3, 4]) recent.add(item);
    expect(recent.items).toEqual([4, 3]);
    expect(forgotten).toEqual([1, 2]);
  });
});

describe('the line about the model', () => {
  const model = {
    name: 'x',
    version: '1',
    kind: 'onnx',
    description: '',
    labels: ['Mammal', 'Bird'],
    input: { shape: [1, 3, 192, 224], data_type: 'float32', layout: 'NCHW' },
    preprocessing: { resize: { mode: 'squash' }, resample: 'bicubic', crop: null },
  };

  it('names few labels and counts many', () => {
    expect(describeModel(model)).toEqual([
      '2 labels: Mammal, Bird',
      'sees 224×192 float32',
      'bicubic, squashed',
    ]);
    const labels = Array.from({ length: 1000 }, (_, i) => `class ${i}`);
    expect(describeModel({ ...model, labels })[0]).toBe('1000 labels');
  });

  it('knows both layouts, and crops', () => {
    const preprocessing = { resize: { mode: 'shortest_edge' }, resample: 'bilinear', crop: {} };
    expect(describeModel({ ...model, preprocessing })[2]).toBe('bilinear, by the shorter side, cropped');
    const input = { shape: [1, 8, 16, 3], data_type: 'uint8', layout: 'NHWC' };
    expect(inputSize({ ...model, input })).toBe('16×8');
  });
});
