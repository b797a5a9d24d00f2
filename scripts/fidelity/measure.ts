/**
 * Measures how close the server's way from a file to a model's answer is to the one in Python:
 *
 *   npx tsx scripts/fidelity/measure.ts MODEL [--write] [FOLDER...]
 *
 * MODEL is a folder with an ImageNet classifier (see classifier.ts), each FOLDER one with further pictures.
 * --write puts the tables into docs/fidelity.md. The exit code is 1 where a promise of that page is broken.
 */
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { Logger } from '@nestjs/common';
import { format } from 'prettier';
import { Classifier } from './classifier.js';
import { compare, type Comparison } from './comparison.js';
import { imageHeader, loadWays } from './decode.js';
import { kindOf } from './kind.js';
import { picturesIn, referencesOf, variantsOf, type ReferencePicture } from './pictures.js';
import { tables, violations } from './report.js';

const root = fileURLToPath(new URL('../..', import.meta.url));
const document = join(root, 'docs/fidelity.md');

Logger.overrideLogger(false);

const shouldWrite = process.argv.includes('--write');
const [model, ...further] = process.argv.slice(2).filter((argument) => argument !== '--write');
if (model === undefined) {
  console.error('Usage: measure.ts MODEL [--write] [FOLDER...]');
  process.exit(2);
}

async function measureAll(pictures: readonly ReferencePicture[], classifier: Classifier) {
  const ways = await loadWays();
  const comparisons: Comparison[] = [];
  for (const { path, reference } of pictures) {
    const bytes = readFileSync(path);
    const header = imageHeader(bytes);
    const expected = await classifier.classify(reference);
    for (const way of ways.filter((candidate) => candidate.meets(bytes, header))) {
      const { rgb: ours, reduction } = await way.prepare(bytes, header);
      const about = { path: basename(path), engine: way.name, kind: kindOf(bytes, header), reduction };
      const answer = await classifier.classify(ours);
      comparisons.push(compare(about, { ours, reference }, { ours: answer, reference: expected }));
    }
  }
  return comparisons.sort((a, b) => a.kind.localeCompare(b.kind, 'en'));
}

async function put(text: string): Promise<void> {
  const [before, after] = ['<!-- measured -->', '<!-- /measured -->'] as const;
  const page = readFileSync(document, 'utf8');
  const [from, to] = [page.indexOf(before), page.indexOf(after)];
  if (from < 0 || to < from) throw new Error(`docs/fidelity.md: expected ${before} ... ${after}`);
  const changed = `${page.slice(0, from + before.length)}\n\n${text}\n\n${page.slice(to)}`;
  writeFileSync(document, await format(changed, { parser: 'markdown', printWidth: 110 }));
}

const folder = mkdtempSync(join(tmpdir(), 'fidelity-'));
try {
  const own = picturesIn([join(root, 'docs/pictures'), join(root, 'test/pictures/valid'), ...further]);
  const paths = [...own, ...variantsOf(own, folder)];
  console.error(`${paths.length} pictures, ${paths.length - own.length} of them variants`);
  const comparisons = await measureAll(referencesOf(paths, folder), await Classifier.load(model));
  const broken = violations(comparisons);
  console.log(`${tables(comparisons)}\n`);
  if (shouldWrite) await put(tables(comparisons));
  console.log(
    [...broken, broken.length === 0 ? 'All promises are kept.' : 'Promises are broken.'].join('\n'),
  );
  const worst = [...comparisons].sort((a, b) => b.probabilityDifference - a.probabilityDifference);
  for (const { engine, path, bestConfidence } of comparisons.filter(({ sameBestLabel }) => !sameBestLabel)) {
    console.error(`Another best label: ${engine} ${path}, whose best has ${bestConfidence.toPrecision(3)}`);
  }
  console.error('Largest differences:');
  for (const { engine, path, probabilityDifference } of worst.slice(0, 12)) {
    console.error(`  ${probabilityDifference.toFixed(4)} ${engine} ${path}`);
  }
  process.exitCode = broken.length === 0 ? 0 : 1;
} finally {
  rmSync(folder, { recursive: true });
}
