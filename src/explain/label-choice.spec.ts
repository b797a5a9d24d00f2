import { describe, expect, it } from '@jest/globals';
import { chooseLabel, labelProblem } from './label-choice.js';

const scores = [
  { label: 'crane', confidence: 0.1 },
  { label: 'heron', confidence: 0.5 },
  { label: 'crane', confidence: 0.3 },
  { label: 'stork', confidence: 0.5 },
];

describe('chooseLabel', () => {
  it('takes the highest confidence where no label is asked for, and of equals the first', () => {
    expect(chooseLabel(scores, undefined)).toBe(1);
  });

  it('takes the label that is asked for, and of several classes of that name the most confident', () => {
    expect(chooseLabel(scores, 'stork')).toBe(3);
    expect(chooseLabel(scores, 'crane')).toBe(2);
  });
});

describe('labelProblem', () => {
  it('finds nothing wrong with a label of the model', () => {
    expect(labelProblem(['Mammal', 'Bird'], 'Bird')).toBeUndefined();
  });

  it('lists the labels where they are few, each once, and repeats nothing of what came', () => {
    expect(labelProblem(['Mammal', 'Bird', 'Bird'], 'Fish!')).toMatchObject({
      code: 'validation_failed',
      errors: [
        {
          field: 'label',
          detail:
            "expected one of the model's labels: Mammal, Bird; received a string of 5 characters that is none",
        },
      ],
    });
  });

  it('names the nearest ones where they are many', () => {
    const labels = [...Array.from({ length: 995 }, (_, i) => `class number ${i}`), 'tabby cat', 'tiger cat'];
    const { message } = labelProblem(labels, 'Tabby cat.')!;
    expect(message).toContain(
      "the model's 997 labels (GET /model lists them), perhaps tabby cat or tiger cat or ",
    );
    expect(message.split(' or ')).toHaveLength(5);
  });

  it('is not held up by a label of any length', () => {
    const labels = Array.from({ length: 1000 }, (_, i) => `a rather long name of a class ${i}`);
    expect(labelProblem(labels, 'x'.repeat(1_000_000))!.message).toContain('a string of 1000000 characters');
  });
});
