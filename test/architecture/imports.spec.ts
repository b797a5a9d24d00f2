import { describe, expect, it } from '@jest/globals';
import { folderOf, moduleGraph } from '../support/module-graph.js';
import { sourceFiles, sourceImports, type Import } from '../support/source-imports.js';
import { isBinding, MAY_IMPORT, SHARED_VALUES, TYPES_MAY_COME_FROM } from './rules.js';

const HTTP_PACKAGES = /^(express|helmet|node:https?|@nestjs\/(platform-express|swagger|terminus))$/;
const BELOW_HTTP = [
  'config',
  'decoding',
  'preprocessing',
  'model',
  'pipeline',
  'workers',
  'remote',
  'logging',
];

const mayTakeTypes = (source: string, target: string) =>
  MAY_IMPORT[source]!.includes(target) || TYPES_MAY_COME_FROM[source]?.includes(target);
const isSharedByAll = (file: string) => file === 'errors.ts' || SHARED_VALUES.includes(file);
const show = ({ from, to }: Import) => `${from} imports ${to}`;

describe('the architecture', () => {
  const imports = sourceImports();
  const internal = imports.filter(({ isPackage }) => !isPackage);

  it('is seen whole by this test', () => {
    expect(internal.length).toBeGreaterThan(100);
    const folders = [...new Set(sourceFiles().map(folderOf))].filter((folder) => folder !== 'src');
    expect(folders.sort()).toEqual(Object.keys(MAY_IMPORT).sort());
  });

  it('lets folders import only what lies below them', () => {
    const wrong = internal.filter((each) => {
      const [source, target] = [folderOf(each.from), folderOf(each.to)];
      if (source === 'src' || source === target) return false;
      if (isBinding(each)) return !MAY_IMPORT[source]!.includes(target);
      return each.isTypeOnly && !isSharedByAll(each.to) && !mayTakeTypes(source, target);
    });
    expect(wrong.map(show)).toEqual([]);
  });

  it('gives no leave that nobody takes', () => {
    const taken = moduleGraph(internal.filter(isBinding));
    const idle = Object.entries(MAY_IMPORT).flatMap(([folder, targets]) =>
      targets.filter((target) => !taken.get(folder)?.has(target)).map((target) => `${folder} -> ${target}`),
    );
    expect(idle).toEqual([]);
  });

  it('keeps HTTP out of everything below the controllers', () => {
    const wrong = imports.filter(
      ({ from, to }) =>
        BELOW_HTTP.includes(folderOf(from)) && (HTTP_PACKAGES.test(to) || folderOf(to) === 'http'),
    );
    expect(wrong.map(show)).toEqual([]);
  });

  it('has no circle', () => {
    const targets = new Map<string, string[]>();
    for (const { from, to } of internal) targets.set(from, [...(targets.get(from) ?? []), to]);
    const finished = new Set<string>();
    const findCircle = (file: string, path: string[]): string[] | undefined => {
      if (path.includes(file)) return [...path.slice(path.indexOf(file)), file];
      if (finished.has(file)) return undefined;
      for (const next of targets.get(file) ?? []) {
        const circle = findCircle(next, [...path, file]);
        if (circle) return circle;
      }
      finished.add(file);
      return undefined;
    };
    expect(
      sourceFiles()
        .map((file) => findCircle(file, []))
        .filter(Boolean),
    ).toEqual([]);
  });

  it('has no barrels', () => {
    expect(sourceFiles().filter((file) => /(^|\/)index\.ts$/.test(file))).toEqual([]);
  });
});
