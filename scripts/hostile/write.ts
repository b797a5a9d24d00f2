/**
 * Writes the hostile files to test/hostile, and what they are to be answered with: npm run hostile
 * Every run writes the same bytes, on every machine.
 */
import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { hostileCorpus } from './corpus.js';
import { expectationOf, expectedJson, type Expected } from './expected.js';

const folder = fileURLToPath(new URL('../../test/hostile/', import.meta.url));
rmSync(folder, { recursive: true, force: true });
mkdirSync(folder, { recursive: true });

const files: Expected['files'] = {};
let total = 0;
for (const file of hostileCorpus()) {
  const content = file.make();
  files[file.file] = expectationOf(file, content);
  if (file.isLong) continue;
  writeFileSync(`${folder}${file.file}`, content);
  total += content.length;
}
writeFileSync(`${folder}expected.json`, expectedJson(files));
const long = Object.values(files).filter((file) => file.is_long).length;
console.log(
  `${String(Object.keys(files).length)} files, ${String(total)} bytes in test/hostile, ${String(long)} too long for it`,
);
