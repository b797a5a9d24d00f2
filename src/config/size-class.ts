/** What is small is kept apart from what is large, wherever both wait, so that neither starves the other. */
export type SizeClass = 'small' | 'large';

/** Thousands of small bodies fit what a server has, and a worker is done with one in a few milliseconds. */
const LARGEST_SMALL = 256 * 1024;

/** @param bytes of a body or of an encoded picture */
export function sizeClassOf(bytes: number): SizeClass {
  return bytes <= LARGEST_SMALL ? 'small' : 'large';
}
