import { describe, expect, it } from '@jest/globals';
import { parseTruth } from './truth-file.js';

const LABELS = ['Mammal', 'Bird', 'Lizard, green'];

describe('parseTruth', () => {
  it('reads records with and without a header', () => {
    const entries = [
      { file: 'a.jpg', truth: 'Bird' },
      { file: 'b.jpg', truth: 'Mammal' },
    ];
    expect(parseTruth('a.jpg,Bird\nb.jpg,Mammal\n', LABELS)).toEqual(entries);
    expect(parseTruth('File, Label\r\na.jpg,Bird\r\nb.jpg,Mammal', LABELS)).toEqual(entries);
  });

  it('reads quotes, and both ways to say none', () => {
    const text = '"a, ""b"".jpg","Lizard, green"\nc.jpg,none\nd.jpg,\n';
    expect(parseTruth(text, LABELS)).toEqual([
      { file: 'a, "b".jpg', truth: 'Lizard, green' },
      { file: 'c.jpg', truth: null },
      { file: 'd.jpg', truth: null },
    ]);
  });

  it('takes none as a label where the model has such a label', () => {
    expect(parseTruth('a.jpg,none\nb.jpg,\n', ['none'])).toEqual([
      { file: 'a.jpg', truth: 'none' },
      { file: 'b.jpg', truth: null },
    ]);
  });

  it.each([
    {
      text: 'a.jpg,Bird\nb.jpg,Fish\n',
      line: 2,
      says: /no label "Fish"; it has Mammal, Bird, Lizard, green/,
    },
    { text: 'file,label\na.jpg,bird\n', line: 2, says: /no label "bird"/ },
    { text: '"a\n.jpg",Bird\nb.jpg\n', line: 3, says: /received 1 field/ },
    { text: 'a.jpg,Bird,0.9\n', line: 1, says: /received 3 field/ },
    { text: '\n\n,Bird\n', line: 3, says: /path of a picture, received nothing/ },
    { text: 'file,label\n', line: 1, says: /received none/ },
    { text: 'a.jpg,Bird\n"b.jpg,Bird\n', line: 2, says: /quote is not closed/ },
  ])('refuses line $line of $text', ({ text, line, says }) => {
    expect(() => parseTruth(text, LABELS)).toThrow(
      expect.objectContaining({ line, message: expect.stringMatching(says) }),
    );
  });

  it('names some of many labels only', () => {
    const many = Array.from({ length: 1000 }, (_, i) => `label ${i}`);
    expect(() => parseTruth('a.jpg,x', many)).toThrow(/label 0, .*label 7 and 992 more, or use none/);
  });
});
