interface Place {
  line: number;
  column: number;
}
/** From `start` up to, and without, `end`. */
export interface Region {
  start: Place;
  end: Place;
}

/** What of Istanbul's counts of a file is looked at; its statements are whole lines here. */
export interface FileCounts {
  branchMap: Record<string, { locations: Region[] }>;
  b: Record<string, number[]>;
  fnMap: Record<string, { loc: Region }>;
  f: Record<string, number>;
  statementMap: Record<string, Region>;
  s: Record<string, number>;
}

/** All that was not reached: branches, functions and lines. */
export function regionsOf({ branchMap, b, fnMap, f, statementMap, s }: FileCounts): Region[] {
  return [
    ...branchesNotTaken({ branchMap, b }),
    ...Object.keys(fnMap).flatMap((id) => (f[id] === 0 ? [fnMap[id]!.loc] : [])),
    ...Object.keys(statementMap).flatMap((id) => (s[id] === 0 ? [statementMap[id]!] : [])),
  ];
}

/** @param elsewhere what was not reached in other processes either; undefined where there are none */
export function unreached(counts: FileCounts, elsewhere?: Region[]) {
  const isReachedElsewhere = (region: Region) =>
    elsewhere !== undefined && !elsewhere.some((other) => overlap(region, other));
  const lines = Object.entries(counts.statementMap);
  return {
    branches: Object.values(counts.b).flat().length,
    notTaken: branchesNotTaken(counts).filter((region) => !isReachedElsewhere(region)),
    lines: lines.length,
    notRun: lines.filter(([id, line]) => counts.s[id] === 0 && !isReachedElsewhere(line)).length,
  };
}

function branchesNotTaken({ branchMap, b }: Pick<FileCounts, 'branchMap' | 'b'>): Region[] {
  return Object.entries(branchMap).flatMap(([id, { locations }]) =>
    locations.filter((_, i) => b[id]![i] === 0),
  );
}

function overlap(one: Region, other: Region): boolean {
  return isBefore(one.start, other.end) && isBefore(other.start, one.end);
}

function isBefore(one: Place, other: Place): boolean {
  return one.line < other.line || (one.line === other.line && one.column < other.column);
}
