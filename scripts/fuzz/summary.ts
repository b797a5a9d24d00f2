import type { FindingReport } from './engine-result.js';
import type { Tally } from './tally.js';

/** Memory that grows by more than this part between the warm-up and the end is a finding. */
const MOST_GROWTH = 0.05;

const MEBIBYTE = 2 ** 20;

/** What is told of a campaign, whatever it was against. */
export interface Result {
  readonly target: string;
  readonly seed: number;
  readonly cases: number;
  readonly seconds: number;
  readonly tally: Tally;
  readonly findings: readonly FindingReport[];
  readonly rss: { readonly warm: number | undefined; readonly end: number | undefined };
  /** Pictures that were decoded, or requests that were answered with 200. */
  readonly accepted: number;
}

/** The same with what its tally says of pictures that were taken. */
export function withTotals<R extends Omit<Result, 'accepted'>>(result: R): R & Result {
  const isAccepted = (name: string) => name === 'picture' || /: 20[06]$/.test(name);
  const accepted = Object.entries(result.tally).reduce(
    (sum, [name, n]) => sum + (isAccepted(name) ? n : 0),
    0,
  );
  return { ...result, accepted };
}

/** From the warm-up to the end, as a part; undefined where one of the two is missing. */
export function growth({ rss: { warm, end } }: Pick<Result, 'rss'>): number | undefined {
  return warm === undefined || end === undefined ? undefined : end / warm - 1;
}

/** Also what only shows over the whole run. */
export function allFindings(result: Pick<Result, 'findings' | 'rss' | 'cases'>): FindingReport[] {
  const grown = growth(result);
  if (grown === undefined || grown <= MOST_GROWTH) return [...result.findings];
  const detail = `resident memory grew by ${percent(grown)}`;
  return [...result.findings, { index: result.cases, name: 'memory_grew', detail }];
}

/** A line for each campaign, in columns. */
export function table(results: readonly Result[]): string {
  const header = ['target', 'cases', 'accepted', 'findings', 'RSS warm', 'RSS end', 'growth', 'cases/s'];
  const rows = results.map((result) => [
    result.target,
    String(result.cases),
    String(result.accepted),
    String(allFindings(result).length),
    mebibytes(result.rss.warm),
    mebibytes(result.rss.end),
    percent(growth(result)),
    (result.cases / result.seconds).toFixed(0),
  ]);
  const lines = [header, ...rows];
  const widths = header.map((_, column) => Math.max(...lines.map((line) => line[column]!.length)));
  return lines.map((line) => cells(line, widths).trimEnd()).join('\n');
}

function cells(line: readonly string[], widths: readonly number[]): string {
  return line.map((cell, i) => cell.padEnd(widths[i]!)).join('  ');
}

function mebibytes(bytes: number | undefined): string {
  return bytes === undefined ? '-' : `${(bytes / MEBIBYTE).toFixed(0)} MiB`;
}

function percent(part: number | undefined): string {
  return part === undefined ? '-' : `${(part * 100).toFixed(1)} %`;
}
