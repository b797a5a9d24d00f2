import { percentile, type Comparison } from './comparison.js';

interface Promises {
  /** Differences of a probability. */
  readonly largest: number;
  readonly percentile95: number;
  /** The best label is the same wherever the Python pipeline gives it at least this much. */
  readonly sameLabelFrom: number;
}

/** What docs/fidelity.md promises. */
const PROMISES: Record<string, Promises> = {
  sharp: { largest: 0.05, percentile95: 0.005, sameLabelFrom: 0 },
  bmp: { largest: 0.05, percentile95: 0.005, sameLabelFrom: 0 },
  jimp: { largest: 0.15, percentile95: 0.02, sameLabelFrom: 0.1 },
};

/** A table with a row for each engine, and one with a row for each engine and format. */
export function tables(comparisons: readonly Comparison[]): string {
  const byEngine = groupBy(comparisons, ({ engine }) => engine);
  const byFormat = groupBy(comparisons, ({ engine, kind }) => `${engine}, ${kind}`);
  return `${table('engine', byEngine)}\n\n${table('engine, format', byFormat)}`;
}

/** What breaks a promise, a line each. */
export function violations(comparisons: readonly Comparison[]): string[] {
  return [...groupBy(comparisons, ({ engine }) => engine)].flatMap(([engine, list]) => {
    const { largest, percentile95, sameLabelFrom } = PROMISES[engine]!;
    const differences = list.map(({ probabilityDifference }) => probabilityDifference);
    const [atMost, at95] = [Math.max(...differences), percentile(differences, 0.95)];
    return [
      ...list
        .filter(({ sameBestLabel, bestConfidence }) => !sameBestLabel && bestConfidence >= sameLabelFrom)
        .map(({ path, bestConfidence }) => {
          return `${engine}: another best label for ${path}, whose best was ${bestConfidence.toPrecision(3)}`;
        }),
      ...(atMost > largest ? [`${engine}: a probability differs by ${atMost.toPrecision(3)}`] : []),
      ...(at95 > percentile95 ? [`${engine}: the 95th percentile is ${at95.toPrecision(3)}`] : []),
    ];
  });
}

function groupBy<T>(list: readonly T[], key: (item: T) => string): Map<string, T[]> {
  const groups = new Map<string, T[]>();
  for (const item of list) groups.set(key(item), [...(groups.get(key(item)) ?? []), item]);
  return groups;
}

function table(title: string, groups: Map<string, Comparison[]>): string {
  const header = [
    title,
    'pictures',
    'equal to the last bit',
    'equal samples',
    'mean difference of a sample',
    'largest',
    'same best label',
    'same best class',
    'largest difference of a probability',
    '95th percentile',
    'median',
  ];
  const rows = [header, header.map(() => '---'), ...[...groups].map(row)];
  return rows.map((cells) => `| ${cells.join(' | ')} |`).join('\n');
}

function row([name, list]: [string, Comparison[]]): string[] {
  const share = (count: number) => (count === list.length ? 'all' : `${count} of ${list.length}`);
  const mean = (values: number[]) => values.reduce((a, b) => a + b, 0) / values.length;
  const differences = list.map(({ probabilityDifference }) => probabilityDifference);
  return [
    name,
    String(list.length),
    share(list.filter(({ largestDifference }) => largestDifference === 0).length),
    // Cut, not rounded: 100 % shall mean all of them.
    `${(Math.floor(mean(list.map(({ identicalSamples }) => identicalSamples)) * 10000) / 100).toFixed(2)} %`,
    mean(list.map(({ meanDifference }) => meanDifference)).toFixed(3),
    String(Math.max(...list.map(({ largestDifference }) => largestDifference))),
    share(list.filter(({ sameBestLabel }) => sameBestLabel).length),
    share(list.filter(({ sameBestClass }) => sameBestClass).length),
    ...[Math.max(...differences), percentile(differences, 0.95), percentile(differences, 0.5)].map(
      significant,
    ),
  ];
}

function significant(value: number): string {
  return value === 0 ? '0' : value < 1e-6 ? '< 0.000001' : value.toFixed(6);
}
