import type { Import } from './source-imports.js';

/** For each folder those that it imports, or that it leads to. */
export type ModuleGraph = ReadonlyMap<string, ReadonlySet<string>>;

/** The folder of src that a file belongs to; what stands in src itself puts the others together. */
export const folderOf = (file: string) => (file.includes('/') ? file.slice(0, file.indexOf('/')) : 'src');

/** The folders of src, and which of them import which. */
export function moduleGraph(imports: readonly Import[]): ModuleGraph {
  const graph = new Map<string, Set<string>>();
  for (const each of imports) {
    const [from, to] = [folderOf(each.from), folderOf(each.to)];
    if (from !== to) graph.set(from, (graph.get(from) ?? new Set()).add(to));
  }
  return graph;
}

/**
 * The fewest edges that lead from every folder to the same folders as before: each edge is left out beside which there is
 * a longer way (Aho, Garey and Ullman, "The transitive reduction of a directed graph", 1972; of a graph without circles
 * there is only one).
 * @returns pairs of folders, in order
 */
export function transitiveReduction(graph: ModuleGraph): [from: string, to: string][] {
  return [...graph]
    .flatMap(([from, targets]) =>
      [...targets]
        .filter((to) => ![...targets].some((other) => other !== to && reaches(graph, other, to)))
        .map((to): [string, string] => [from, to]),
    )
    .sort();
}

function reaches(graph: ModuleGraph, from: string, to: string): boolean {
  return [...(graph.get(from) ?? [])].some((next) => next === to || reaches(graph, next, to));
}
