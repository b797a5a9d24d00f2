import type { Refused } from './classify-file.js';
import { painterFor } from './colours.js';
import { printable } from './printable.js';

/** Tells on standard error, in one line, why a file has no answer. */
export function reportBad({ file, problem: { code, detail } }: Refused): void {
  const paint = painterFor(process.stderr);
  process.stderr.write(`tetrapod: ${printable(file)}: ${paint('red', code)}: ${printable(detail)}\n`);
}
