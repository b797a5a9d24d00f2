import { describe, expect, it } from '@jest/globals';
import { readClassNames, repeatedNames } from './class-names.js';
import { JsonFields } from './json-fields.js';

const read = (id2label: unknown) => readClassNames(new JsonFields('config.json', { id2label }));

describe('readClassNames', () => {
  it('gives the names in the order of their indices, frozen', () => {
    const names = read({ 1: 'bird', 0: 'mammal', 2: 'reptile' });
    expect(names).toEqual(['mammal', 'bird', 'reptile']);
    expect(Object.isFrozen(names)).toBe(true);
  });

  it('takes a name twice, as with the two cranes of ImageNet', () => {
    expect(read({ 0: 'crane', 1: 'robin', 2: 'crane' })).toEqual(['crane', 'robin', 'crane']);
  });

  it.each([undefined, null, {}, [], ['a'], 'a', 1])('refuses %j for id2label', (id2label) => {
    expect(() => read(id2label)).toThrow(/^config\.json: id2label: expected an object .*, found /);
  });

  it.each([{ 0: 'a', 2: 'c' }, { 1: 'a' }, { 0: 'a', 1: '' }, { 0: ' ' }, { 0: 1 }, { 0: 'a', x: 'b' }])(
    'refuses %j, which has no name for some index',
    (id2label) => {
      expect(() => read(id2label)).toThrow(
        /^config\.json: id2label\.\d: expected a name for every index from 0 to \d/,
      );
    },
  );
});

describe('repeatedNames', () => {
  it('names each name that several classes have once', () => {
    expect(repeatedNames(['a', 'b', 'a', 'c', 'b', 'a'])).toEqual(['a', 'b']);
    expect(repeatedNames(['a', 'b'])).toEqual([]);
  });
});
