import { describe, expect, it } from '@jest/globals';
import { describeReceived } from './describe-received.js';
import { RawString } from './raw-string.js';

describe('describeReceived', () => {
  it.each([
    [undefined, 'nothing'],
    [null, 'null'],
    ['', 'a string of 0 characters'],
    ['S', 'a string of 1 character'],
    ['SECRET', 'a string of 6 characters'],
    [new RawString(Buffer.from('Frösche')), 'a string of 8 bytes'],
    [0, 'the number 0'],
    [-1.5, 'the number -1.5'],
    [1e300, 'the number 1e+300'],
    [true, 'a boolean'],
    [false, 'a boolean'],
    [[], 'an array of 0 items'],
    [['SECRET'], 'an array of 1 item'],
    [['SECRET', 'SECRET'], 'an array of 2 items'],
    [{}, 'an object'],
    [{ SECRET: 1 }, 'an object'],
  ])('says of %j that it is %s', (value, description) => {
    expect(describeReceived(value)).toBe(description);
  });
});
