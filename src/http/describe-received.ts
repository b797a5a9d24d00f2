import { RawString } from './raw-string.js';

/** Says of what kind a JSON value is, for error messages; never what stands in it, but for a number. */
export function describeReceived(value: unknown): string {
  if (value === undefined) return 'nothing';
  if (value === null) return 'null';
  if (value instanceof RawString) return `a string of ${value.bytes.length} bytes`;
  if (typeof value === 'string') return `a string of ${value.length} characters`;
  if (typeof value === 'number') return `the number ${value}`;
  if (typeof value === 'boolean') return 'a boolean';
  return Array.isArray(value) ? `an array of ${value.length} items` : 'an object';
}
