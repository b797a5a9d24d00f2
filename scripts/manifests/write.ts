/** Writes what is made of the chart and for it: `npm run manifests:write`. */
import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { generatedByHelm, generatedInChart, type Generated } from './generated.js';

// The schema first: Helm checks the values against it.
write(await generatedInChart());
write(await generatedByHelm());

function write(files: Generated): void {
  for (const [file, text] of files) {
    if (text === undefined) {
      rmSync(file);
      continue;
    }
    mkdirSync(dirname(file), { recursive: true });
    writeFileSync(file, text);
  }
}
