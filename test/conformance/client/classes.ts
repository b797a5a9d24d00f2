import { ensure, show } from '../judge.js';
import type { Element } from '../tensor/elements.js';

/** One class of a classified output. */
export interface Classified {
  value: number;
  index: number;
  label: string | undefined;
}

/**
 * Reads an element of a classified output, "value:index" or "value:index:label"; a label may have colons itself
 * (extension_classification.md).
 */
export function readClass(element: Element | undefined): Classified {
  const [, value, index, label] = /^([^:]+):(\d+)(?::(.*))?$/s.exec(String(element)) ?? [];
  ensure(
    value !== undefined && !Number.isNaN(Number(value)),
    () => `expected a class as "value:index" or "value:index:label", received ${show(element)}`,
  );
  return { value: Number(value), index: Number(index), label };
}
