/** Writes the links at the foot of each document, and the list of decisions (`npm run documents:write`). */
import { writeFileSync } from 'node:fs';
import { DOCS, linkedDocuments } from './folder.js';

for (const [path, text] of linkedDocuments()) writeFileSync(new URL(path, DOCS), text);
