import { describe, expect, it } from '@jest/globals';
import { numberInText } from './number-in-text.js';

describe('numberInText', () => {
  it.each(['0', '0.5', '-1', '1e-3', '12', '1E2'])('takes %s for the number', (text) => {
    expect(numberInText(text)).toBe(Number(text));
  });

  it.each([
    '',
    ' 1',
    '1 ',
    '+1',
    '.5',
    '5.',
    '0x1',
    '01',
    '1,5',
    'NaN',
    'Infinity',
    '1_0',
    '1\n',
    '9'.repeat(65),
  ])('leaves %j the text that it is', (text) => {
    expect(numberInText(text)).toBe(text);
  });
});
