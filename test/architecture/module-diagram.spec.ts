import { readFileSync } from 'node:fs';
import { expect, it } from '@jest/globals';
import { flowchartsOf } from '../support/mermaid.js';
import { moduleGraph, transitiveReduction } from '../support/module-graph.js';
import { sourceImports } from '../support/source-imports.js';
import { isBinding } from './rules.js';

const DOCUMENT = new URL('../../docs/architecture.md', import.meta.url);

/** Nearly all folders read the settings: those arrows would hide the others. */
const isDrawn = ({ to }: { to: string }) => !to.startsWith('config/');

// What is expected is what to write there.
it('draws the modules in docs/architecture.md as they import one another, but for what follows from other arrows', () => {
  const [diagram] = flowchartsOf(readFileSync(DOCUMENT, 'utf8'));
  const drawn = diagram!.arrows.map(({ from, to }) => `${from} --> ${to}`);
  const graph = moduleGraph(sourceImports().filter((each) => isBinding(each) && isDrawn(each)));
  expect(drawn.sort()).toEqual(transitiveReduction(graph).map(([from, to]) => `${from} --> ${to}`));
});
