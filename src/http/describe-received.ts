import { RawString } from './raw-string.js';

/** Says of what kind a JSON value is, for error messages; never what stands in it, but for a number. */
export function describeReceived(value: unknown): string {
  if (value === undefined) return 'nothing';
  if (value === null) return 'null';
  if (value instanceof RawString) return `a string of ${counted(value.bytes.length, 'byte')}`;
  if (typeof value === 'string') return `a string of ${counted(value.length, 'character')}`;
  if (typeof value === 'number') return `the number ${value}`;
  if (typeof value === 'boolean') return 'a boolean';
  return Array.isArray(value) ? `an array of ${counted(value.length, 'item')}` : 'an object';
}

function counted(count: number, what: string): string {
  return `${count} ${what}${count === 1 ? '' : 's'}`;
}
