/** Writes the links at the foot of each document, the list of decisions and the plot of the comparison (`npm run documents:write`). */
import { writeFileSync } from 'node:fs';
import { COMPARISON_PLOT, comparisonPlot, readComparison } from '../comparison/comparison.js';
import { DOCS, linkedDocuments } from './folder.js';

for (const [path, text] of linkedDocuments()) writeFileSync(new URL(path, DOCS), text);
writeFileSync(COMPARISON_PLOT, comparisonPlot(readComparison()));
