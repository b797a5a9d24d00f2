import { describe, expect, it } from '@jest/globals';
import { Evaluation } from './evaluation.js';
import { reportAsText } from './report-text.js';
import { reportOf } from './report.js';

const plain = (_style: string, text: string) => text;

/** A report of answers that are all sure of one label. */
function textOf(labels: string[], answers: [truth: string | null, prediction: string][]): string {
  const evaluation = new Evaluation(0.5);
  for (const [truth, prediction] of answers) {
    evaluation.add(truth, { scores: [{ label: prediction, confidence: 1 }], latencyMs: 2 });
  }
  const tally = { bad: 0, perSecond: 10 };
  return reportAsText(reportOf(evaluation, tally, labels, { threshold: 0.5, jobs: 1 }), plain);
}

describe('reportAsText', () => {
  it('shows the classes that occur, in the order of the model, and the column none in any case', () => {
    const text = textOf(
      ['cow', 'cat', 'dog'],
      [
        ['dog', 'dog'],
        ['cat', 'dog'],
      ],
    );
    expect(text).toContain(
      'per label\n' +
        '  label  precision  recall      F1  support\n' +
        '  cat            -  0.0000  0.0000        1\n' +
        '  dog       0.5000  1.0000  0.6667        1\n',
    );
    expect(text).toContain('       cat  dog  none\n  cat    0    1     0\n  dog    0    1     0\n');
    expect(text).not.toContain('cow');
  });

  it('takes classes of the same name as one', () => {
    const text = textOf(['crane', 'cat', 'crane'], [['crane', 'crane']]);
    expect(text).toContain('         crane  none\n  crane      1     0\n');
    expect(text.match(/^ {2}crane +1\.0000/gm)).toHaveLength(1);
  });

  it('shows the most frequent mistakes instead of a matrix that no screen holds', () => {
    const labels = Array.from({ length: 13 }, (_, i) => `label ${i}`);
    const right = labels.map((label): [string, string] => [label, label]);
    const text = textOf(labels, [
      ...right,
      ['label 1', 'label 2'],
      ['label 3', 'label 4'],
      ['label 3', 'label 4'],
    ]);
    expect(text).not.toContain('confusion matrix');
    expect(text).toContain(
      'most frequent mistakes\n' +
        '  truth    prediction  count\n' +
        '  label 3     label 4      2\n' +
        '  label 1     label 2      1\n',
    );
    expect(textOf(labels.slice(0, 12), right.slice(0, 12))).toContain('confusion matrix');
  });

  it('has no calibration where no picture shows a label', () => {
    const text = textOf(['cat'], [[null, 'cat']]);
    expect(text).not.toContain('calibration');
    expect(text).toContain('accuracy 0.0000 (0 of 1)');
  });

  it('cuts long labels, and lets none work on the terminal', () => {
    const text = textOf(['\x1b[31m' + 'x'.repeat(100)], [['\x1b[31m' + 'x'.repeat(100), 'y']]);
    expect(text).not.toContain('\x1b');
    expect(text).toContain(`  \\x1b[31m${'x'.repeat(15)}…`);
  });
});
