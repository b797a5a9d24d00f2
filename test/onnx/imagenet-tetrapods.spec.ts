import { existsSync, readFileSync } from 'node:fs';
import { describe, expect, it } from '@jest/globals';

interface LabelRanges {
  classes: number;
  groups: Record<string, [first: number, last: number, what: string][]>;
}

/** What the server reads for LABEL_GROUPS=imagenet-tetrapods. */
const { classes, groups } = readJson(
  new URL('../../labels/imagenet-tetrapods.json', import.meta.url),
) as LabelRanges;

const indicesOf = (ranges: [number, number, string][]) =>
  ranges.flatMap(([first, last]) => Array.from({ length: last - first + 1 }, (_, i) => first + i));
const indices = Object.fromEntries(
  Object.entries(groups).map(([label, ranges]) => [label, indicesOf(ranges)]),
);
const groupOf = (index: number) =>
  Object.keys(indices).find((label) => indices[label]!.includes(index)) ?? 'none';

describe('the four labels of ImageNet-1k', () => {
  it('stand in the usual order', () => {
    expect(Object.keys(groups)).toEqual(['Mammal', 'Bird', 'Reptile', 'Amphibian']);
  });

  it('count as many classes as ImageNet has', () => {
    const counts = Object.entries(indices).map(([label, { length }]) => [label, length]);
    expect(Object.fromEntries(counts)).toEqual({ Mammal: 218, Bird: 59, Reptile: 36, Amphibian: 8 });
  });

  it('share no class', () => {
    const all = Object.values(indices).flat();
    expect(new Set(all).size).toBe(all.length);
  });

  const ranges = Object.entries(groups).flatMap(([label, list]) =>
    list.map((range) => [label, ...range] as const),
  );

  it.each(ranges)(
    '%s %i to %i is a range within the classes, with a comment',
    (_label, first, last, what) => {
      expect(Number.isInteger(first) && Number.isInteger(last)).toBe(true);
      expect(first).toBeGreaterThanOrEqual(0);
      expect(last).toBeGreaterThanOrEqual(first);
      expect(last).toBeLessThan(classes);
      expect(what).toMatch(/\w/);
    },
  );

  it.each([
    [0, 'tench', 'none'],
    [6, 'stingray', 'none'],
    [7, 'cock', 'Bird'],
    [24, 'great grey owl', 'Bird'],
    [25, 'European fire salamander', 'Amphibian'],
    [29, 'axolotl', 'Amphibian'],
    [32, 'tailed frog', 'Amphibian'],
    [33, 'loggerhead', 'Reptile'],
    [51, 'triceratops', 'Reptile'],
    [68, 'sidewinder', 'Reptile'],
    [69, 'trilobite', 'none'],
    [79, 'centipede', 'none'],
    [80, 'black grouse', 'Bird'],
    [100, 'black swan', 'Bird'],
    [101, 'tusker', 'Mammal'],
    [103, 'platypus', 'Mammal'],
    [106, 'wombat', 'Mammal'],
    [107, 'jellyfish', 'none'],
    [126, 'isopod', 'none'],
    [127, 'white stork', 'Bird'],
    [146, 'albatross', 'Bird'],
    [147, 'grey whale', 'Mammal'],
    [151, 'Chihuahua', 'Mammal'],
    [268, 'Mexican hairless', 'Mammal'],
    [299, 'meerkat', 'Mammal'],
    [300, 'tiger beetle', 'none'],
    [329, 'sea cucumber', 'none'],
    [330, 'wood rabbit', 'Mammal'],
    [388, 'giant panda', 'Mammal'],
    [389, 'barracouta', 'none'],
    [397, 'puffer', 'none'],
    [537, 'dogsled', 'none'],
    [852, 'tennis ball', 'none'],
    [999, 'toilet tissue', 'none'],
  ])('class %i, %s: %s', (index, _name, label) => {
    expect(groupOf(index)).toBe(label);
  });

  /** Groups that others wrote down, which lie beside the repository on some machines. */
  const FURTHER = new URL('../../../shared/models/mobilenet-v2/label_groups.json', import.meta.url);
  const others = existsSync(FURTHER) ? Object.entries(readJson(FURTHER) as Record<string, number[]>) : [];

  for (const [label, further] of others) {
    it(`${label} has the same classes as in the groups beside the repository`, () => {
      expect(indices[label]).toEqual([...further].sort((a, b) => a - b));
    });
  }
});

function readJson(file: URL): unknown {
  return JSON.parse(readFileSync(file, 'utf8'));
}
