import { percentile, type Comparison } from './comparison.js';

interface Promises {
  /** Differences of a probability. */
  readonly largest: number;
  readonly percentile95: number;
  /** The best label is the same wherever the Python pipeline gives it at least this much. */
  readonly sameLabelFrom: number;
  /** Whether the samples are Pillow's to the last bit. */
  readonly isExact?: boolean;
}

/** What docs/fidelity.md promises. */
const PROMISES: Record<string, Promises> = {
  jpeg: { largest: 0, percentile95: 0, sameLabelFrom: 0, isExact: true },
  'jpeg, full size': { largest: 0, percentile95: 0, sameLabelFrom: 0, isExact: true },
  'jpeg, reduced': { largest: 0.05, percentile95: 0.005, sameLabelFrom: 0.01 },
  sharp: { largest: 0.05, percentile95: 0.005, sameLabelFrom: 0 },
  bmp: { largest: 0.05, percentile95: 0.005, sameLabelFrom: 0 },
  jimp: { largest: 0.15, percentile95: 0.02, sameLabelFrom: 0.1 },
};

/** Tables with a row for each engine, each scale at which the JPEG kernel decodes, and each engine and format. */
export function tables(comparisons: readonly Comparison[]): string {
  const byEngine = groupBy(comparisons, ({ engine }) => engine);
  const byFormat = groupBy(comparisons, ({ engine, kind }) => `${engine}, ${kind}`);
  const served = comparisons.filter(({ engine }) => engine === 'jpeg');
  const byScale = new Map([...groupBy(served, ({ reduction }) => `jpeg at 1/${reduction}`)].sort());
  return [table('engine', byEngine), table('scale', byScale), table('engine, format', byFormat)].join('\n\n');
}

/** What breaks a promise, a line each. */
export function violations(comparisons: readonly Comparison[]): string[] {
  // Those that were not reduced have no difference and would hide the differences of the others.
  return [...groupBy(comparisons, promised)].flatMap(([group, list]) => {
    const { largest, percentile95, sameLabelFrom, isExact } = PROMISES[group]!;
    const differences = list.map(({ probabilityDifference }) => probabilityDifference);
    const [atMost, at95] = [Math.max(...differences), percentile(differences, 0.95)];
    return [
      ...list
        .filter(({ sameBestLabel, bestConfidence }) => !sameBestLabel && bestConfidence >= sameLabelFrom)
        .map(({ path, bestConfidence }) => {
          return `${group}: another best label for ${path}, whose best was ${bestConfidence.toPrecision(3)}`;
        }),
      ...list
        .filter(({ largestDifference }) => isExact === true && largestDifference > 0)
        .map(({ path, largestDifference }) => `${group}: ${path} differs by up to ${largestDifference}`),
      ...(atMost > largest ? [`${group}: a probability differs by ${atMost.toPrecision(3)}`] : []),
      ...(at95 > percentile95 ? [`${group}: the 95th percentile is ${at95.toPrecision(3)}`] : []),
    ];
  });
}

/** Which promise holds for it. */
function promised({ engine, reduction }: Comparison): string {
  return reduction > 1 ? `${engine}, reduced` : engine;
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
