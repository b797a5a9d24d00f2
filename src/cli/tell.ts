import { printable } from './printable.js';

/** Tells whoever runs a command something, as a line on standard error: standard output belongs to the results. */
export function tell(text: string): void {
  process.stderr.write(`tetrapod: ${printable(text)}\n`);
}
