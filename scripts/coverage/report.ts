/**
 * Says of what `collector.mjs` has added up how much of `src` was reached, and names the branches that were not.
 *
 *     tsx scripts/coverage/report.ts FOLDER
 *
 * Processes run the build, whose source maps are to lie in FOLDER/maps beside a copy of it. A branch of a file that the tests
 * have loaded by themselves counts as taken in a process where nothing that it overlaps was left out there.
 */
import { readdirSync, readFileSync } from 'node:fs';
import { join, relative, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import v8ToIstanbul from 'v8-to-istanbul';
import { regionsOf, unreached, type FileCounts } from './regions.js';

const ROOT = fileURLToPath(new URL('../../', import.meta.url));
/** Files with more branches than this that were not taken are named, branch by branch. */
const FEW = 3;

type Functions = Parameters<ReturnType<typeof v8ToIstanbul>['applyCoverage']>[0];
interface Script {
  url: string;
  functions: Functions;
}
interface Counts {
  result: Script[];
}
interface Transform {
  code: string;
  originalCode: string;
  sourceMapPath: string;
}

const folder = resolve(process.argv[2]!);
const read = (name: string): unknown => JSON.parse(readFileSync(name, 'utf8'));
const { result, transforms } = read(join(folder, 'sources.json')) as Counts & {
  transforms: Record<string, Transform>;
};
const built = (read(join(folder, 'built.json')) as Counts).result;

/** What the tests' own processes reached of a file that they loaded. */
async function inTests(path: string): Promise<FileCounts | undefined> {
  const script = result.find(({ url }) => url === path);
  const transform = transforms[path];
  if (!script || !transform) return undefined;
  const { code: source, originalCode: originalSource, sourceMapPath } = transform;
  const sourcemap = { file: path, ...(read(sourceMapPath) as object) };
  const sourceMap = { sourcemap } as unknown as { sourcemap: never };
  return counted(v8ToIstanbul(path, 0, { source, originalSource, sourceMap }), script.functions);
}

/** What processes reached of a file; nothing where none loaded it. */
async function inProcesses(path: string): Promise<FileCounts> {
  const name = relative(join(ROOT, 'src'), path).replace(/ts$/, 'js');
  const script = built.find(({ url }) => url.endsWith(`/dist/${name}`));
  const copy = join(folder, 'maps', name);
  return counted(v8ToIstanbul(copy, 0), script?.functions ?? never(readFileSync(copy, 'utf8').length));
}

/** The counts of a file of so many characters that nobody loaded; by that name v8-to-istanbul knows them. */
function never(endOffset: number): Functions {
  return [
    {
      functionName: '(empty-report)',
      isBlockCoverage: true,
      ranges: [{ startOffset: 0, endOffset, count: 0 }],
    },
  ];
}

async function counted(
  converter: ReturnType<typeof v8ToIstanbul>,
  functions: Functions,
): Promise<FileCounts> {
  await converter.load();
  converter.applyCoverage(functions);
  return Object.values(converter.toIstanbul())[0] as unknown as FileCounts;
}

const total = { branches: 0, notTaken: 0, lines: 0, notRun: 0, files: 0, loaded: 0 };
const gaps: { file: string; branches: number; notTaken: string[] }[] = [];
for (const name of readdirSync(join(ROOT, 'src'), { recursive: true, encoding: 'utf8' }).sort()) {
  if (!name.endsWith('.ts') || name.endsWith('.spec.ts')) continue;
  const file = join('src', name);
  const path = join(ROOT, file);
  const processes = await inProcesses(path);
  const tests = await inTests(path);
  const { branches, notTaken, lines, notRun } = unreached(tests ?? processes, tests && regionsOf(processes));
  total.files++;
  if (notRun < lines) total.loaded++;
  total.branches += branches;
  total.notTaken += notTaken.length;
  total.lines += lines;
  total.notRun += notRun;
  const source = readFileSync(path, 'utf8').split('\n');
  const shown = notTaken.map(({ start }) => `${start.line}: ${source[start.line - 1]!.trim()}`);
  if (notTaken.length > FEW) gaps.push({ file, branches, notTaken: shown });
}
gaps.sort((a, b) => b.notTaken.length - a.notTaken.length);
const percent = (left: number, all: number) => `${(100 - (100 * left) / all).toFixed(1)} %`;
const lines = gaps.flatMap(({ file, branches, notTaken }) => [
  `${file}: ${notTaken.length} of ${branches} branches not taken`,
  ...notTaken.map((place) => `    ${place}`),
]);
process.stdout.write(
  `${lines.join('\n')}\n\n` +
    `files reached     ${total.loaded} of ${total.files}\n` +
    `branches taken    ${total.branches - total.notTaken} of ${total.branches}, ${percent(total.notTaken, total.branches)}\n` +
    `lines run         ${total.lines - total.notRun} of ${total.lines}, ${percent(total.notRun, total.lines)}\n`,
);
