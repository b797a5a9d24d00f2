import { describe, expect, it } from '@jest/globals';
import { readPredictions } from './answer.js';
import { AnswerChecker } from './answer-checker.js';

const LABELS = ['Mammal', 'Bird'];
const FIRST = [
  { label: 'Bird', confidence: 0.75 },
  { label: 'Mammal', confidence: 0.25 },
];
const body = (predictions: unknown, latency = 1.5) =>
  Buffer.from(JSON.stringify({ predictions, latency_ms: latency }));

describe('AnswerChecker', () => {
  const checker = new AnswerChecker([FIRST, [{ label: 'Mammal', confidence: 1 }]], LABELS);

  it('takes the same answer again and again, whatever its latency', () => {
    for (const latency of [1, 22.75, 0]) expect(checker.problemOf(0, body(FIRST, latency))).toBeUndefined();
  });

  it('takes confidences that differ by what sums in another order do, and labels in another order', () => {
    const close = [
      { label: 'Mammal', confidence: 0.250001 },
      { label: 'Bird', confidence: 0.749999 },
    ];
    expect(checker.problemOf(0, body(close))).toBeUndefined();
  });

  it.each([
    { name: 'another confidence', predictions: [{ label: 'Bird', confidence: 0.7 }, FIRST[1]] },
    { name: 'another label', predictions: [{ label: 'Mammal', confidence: 0.75 }] },
    { name: 'the answer to another picture', predictions: [{ label: 'Mammal', confidence: 1 }] },
    { name: 'one label less', predictions: FIRST.slice(0, 1) },
  ])('finds $name', ({ predictions }) => {
    expect(checker.problemOf(0, body(FIRST))).toBeUndefined();
    expect(checker.problemOf(0, body(predictions))).toBe('another answer than before for the same picture');
  });

  it('reads on where an answer only begins as it should', () => {
    expect(checker.problemOf(0, body(FIRST))).toBeUndefined();
    const cut = body(FIRST).subarray(0, 60);
    expect(checker.problemOf(0, cut)).toBe('expected JSON');
  });
});

describe('readPredictions', () => {
  it.each([
    { name: 'no JSON', text: '<html>', says: 'expected JSON' },
    { name: 'null', text: 'null', says: 'expected an array of predictions' },
    { name: 'no array', text: '{"predictions":{}}', says: 'expected an array of predictions' },
    { name: 'none', text: '{"predictions":[]}', says: 'received none' },
    { name: 'null inside', text: '{"predictions":[null]}', says: 'expected labels of GET /model' },
    {
      name: 'a foreign label',
      text: '{"predictions":[{"label":"Fish","confidence":1}]}',
      says: 'expected labels of GET /model',
    },
    {
      name: 'a confidence over 1',
      text: '{"predictions":[{"label":"Bird","confidence":1.1}]}',
      says: 'confidences from 0 to 1',
    },
    {
      name: 'a confidence that is a text',
      text: '{"predictions":[{"label":"Bird","confidence":"1"}]}',
      says: 'confidences from 0 to 1',
    },
  ])('refuses $name', ({ text, says }) => {
    expect(() => readPredictions(Buffer.from(text), new Set(LABELS))).toThrow(says);
  });
});
