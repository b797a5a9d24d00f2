import { redact } from './secrets.js';

const MOST = 80;

/** A value that another server sent, in a few printable characters of one line. */
export function showForeign(value: unknown): string {
  if (value === undefined) return 'nothing';
  const text = redact(JSON.stringify(value));
  // JSON escapes control characters only below U+0020.
  const plain = text.replace(/[^\x20-\x7e]/g, '?');
  return plain.length > MOST ? `${plain.slice(0, MOST)}...` : plain;
}
