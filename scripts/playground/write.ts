/** Writes what the playground has of other places: its sample pictures, and remedies from docs/errors.md. */
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { format, resolveConfig } from 'prettier';
import { remediesSource } from './remedies.js';
import { samples } from './samples.js';

const root = fileURLToPath(new URL('../..', import.meta.url));

for (const [name, bytes] of await samples()) {
  await writeFile(join(root, 'playground/static/samples', name), bytes);
  console.log(`playground/static/samples/${name}: ${String(bytes.length)} bytes`);
}
const target = join(root, 'playground/src/remedies.ts');
const source = remediesSource(await readFile(join(root, 'docs/errors.md'), 'utf8'));
await writeFile(target, await format(source, { ...(await resolveConfig(target)), filepath: target }));
console.log('playground/src/remedies.ts');
